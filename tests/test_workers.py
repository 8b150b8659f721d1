"""Sources are converted in processes or a cluster as they are here, whatever dies on the way."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest

from inpublic.cache import Cache
from inpublic.conversion import convert_all
from inpublic.document import Converted
from inpublic.errors import InpublicError
from inpublic.executors import processes
from inpublic.workers import Crew, Task, Workers, parse_workers, run

P = PurePosixPath
TWO = Crew(processes, 2)


@pytest.fixture
def converters(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Let processes import converters of the tests by name."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("deadly")


def tasks(count: int) -> list[Task]:
    return [Task(P(f"{number}.md"), str(number).encode()) for number in range(count)]


def titles(results: Iterable[tuple[Task, Converted | None]]) -> dict[str, str | None]:
    return {task.path.name: made.document.title if made else None for task, made in results}


@pytest.mark.parametrize(
    ("text", "workers"),
    [
        ("serial", Workers(1)),
        ("processes", Workers(4)),
        ("dask:tcp://127.0.0.1:8786", Workers(4, "tcp://127.0.0.1:8786")),
        ("dask:tls://cluster.example.org:1", Workers(4, "tls://cluster.example.org:1")),
        ("dask:tcp://[::1]:8786", Workers(4, "tcp://[::1]:8786")),
    ],
)
def test_an_executor_is_known_by_its_name(text: str, workers: Workers) -> None:
    assert parse_workers(text, 4) == workers


@pytest.mark.parametrize(
    "text", ["", "Serial", "dask", "dask:", "dask:tcp://host", "dask:http://host:1", "tcp://host:1", "dask:tcp://a b:1"]
)
def test_any_other_executor_is_refused_with_those_that_there_are(text: str) -> None:
    with pytest.raises(InpublicError, match=f"no executor «{text}»") as caught:
        parse_workers(text, 4)
    assert "dask:tcp://127.0.0.1:8786" in caught.value.hint


def test_the_whole_is_the_same_whoever_converts(converters: ModuleType) -> None:
    here = run(converters.titled, tasks(20), None)
    assert titles(run(converters.titled, tasks(20), TWO)) == titles(here) == {f"{n}.md": f"{n}.md" for n in range(20)}


def test_here_each_source_is_read_when_the_one_before_it_is_done(converters: ModuleType) -> None:
    assert most_read_ahead(converters, tasks(5), None) == 1


def test_no_more_is_read_than_keeps_the_workers_busy(converters: ModuleType) -> None:
    assert 2 <= most_read_ahead(converters, tasks(40), TWO) <= 4 * 2


def test_of_large_sources_no_more_are_read_than_there_are_workers(converters: ModuleType) -> None:
    large = b"large" + b" " * 64_000_000
    assert most_read_ahead(converters, [Task(P(f"{n}.md"), large) for n in range(4)], Crew(processes, 1)) == 1


def most_read_ahead(converters: ModuleType, given: list[Task], crew: Crew | None) -> int:
    """Count how many sources are in memory at most, as those are that were read and whose documents nobody has yet."""
    read = done = most = 0

    def reading() -> Iterator[Task]:
        nonlocal read, most
        for task in given:
            read += 1
            most = max(most, read - done)
            yield task

    for _ in run(converters.titled, reading(), crew):
        done += 1
    assert done == read == len(given)
    return most


@pytest.mark.parametrize("end", [b"fault", b"killed"], ids=["a fault in a compiled library", "killed by the system"])
def test_a_source_that_fells_its_process_twice_has_no_document_and_all_others_do(
    converters: ModuleType, end: bytes
) -> None:
    given = tasks(20)
    given[3] = given[15] = Task(P("bad.md"), end)
    found = list(run(converters.deadly, given, TWO))
    assert len(found) == 20
    others = {f"{number}.md": f"{number}.md" for number in range(20) if number not in (3, 15)}
    assert titles(found) == {**others, "bad.md": None}


def test_a_source_whose_process_died_once_is_tried_again(converters: ModuleType, tmp_path: Path) -> None:
    given = [*tasks(9), Task(P("once.md"), b"once " + bytes(tmp_path / "mark"))]
    assert titles(run(converters.deadly, given, TWO)) == {
        **titles(run(converters.titled, tasks(9), None)),
        "once.md": "once.md",
    }
    assert (tmp_path / "mark").exists()


def test_a_result_that_was_lost_is_made_again_and_a_fault_is_raised(converters: ModuleType, tmp_path: Path) -> None:
    crew = Crew(processes, 2, lost=(TypeError,))
    given = [*tasks(9), Task(P("once.md"), b"once " + bytes(tmp_path / "mark"))]
    assert len(titles(run(converters.stumbling, given, crew))) == 10
    with pytest.raises(TypeError, match="a fault of the converter"):
        titles(run(converters.stumbling, [*tasks(3), Task(P("bad.md"), b"fault")], crew))


def test_what_ends_its_process_is_named_with_what_to_do_and_is_tried_again_another_time(
    converters: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "bad.md").write_bytes(b"fault")
    (tmp_path / "large.md").write_bytes(b"large" + b" " * 2_000_000)
    for _ in range(2):
        cache, seen = Cache(tmp_path / "cache"), []
        documents = convert_all(
            [P("bad.md"), P("large.md")],
            tmp_path,
            cache,
            workers=Workers(2),
            convert=converters.deadly,
            progress=lambda done, _, seen=seen: seen.append(done),
        )
        assert list(documents) == [P("bad.md"), P("large.md")]
        assert not documents[P("large.md")].faults
        (fault,) = documents[P("bad.md")].faults
        assert fault.is_error
        assert "ends the process" in fault.message
        assert "memory" in fault.hint
    assert seen == [1]  # the other one is in the cache


def test_while_others_convert_this_process_does_once_what_it_has_to_do(converters: ModuleType) -> None:
    done: list[str] = []
    crew = Crew(processes, 1, meanwhile=lambda: done.append("meanwhile"))

    for task, _ in run(converters.titled, tasks(9), crew):
        done.append(task.path.name)

    assert (done[0], sorted(done[1:])) == ("meanwhile", [f"{number}.md" for number in range(9)])
