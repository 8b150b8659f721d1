"""Processes are started where they pay, and nowhere else."""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest

from inpublic.document import Converted, Document
from inpublic.executors import gathered, made_ready, processes
from inpublic.forking import PRELOADED, count_ahead
from inpublic.workers import Task, Workers, run

MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    ("workers", "sizes", "apart", "jobs"),
    [
        pytest.param(Workers(4), [], False, 0, id="nothing to do"),
        pytest.param(Workers(4), [100, 200], False, 0, id="little to do"),
        pytest.param(Workers(4), [9 * MEGABYTE], False, 0, id="one source"),
        pytest.param(Workers(1), [9 * MEGABYTE] * 9, False, 0, id="one at a time"),
        pytest.param(Workers(4), [9 * MEGABYTE] * 9, False, 4, id="much to do"),
        pytest.param(Workers(4), [9 * MEGABYTE] * 3, False, 3, id="more processes than sources"),
        pytest.param(Workers(1), [100], True, 1, id="not here"),
        pytest.param(Workers(4, cluster="tcp://127.0.0.1:1"), [], False, 0, id="nothing for a cluster to do"),
    ],
)
def test_processes_are_started_where_they_pay(workers: Workers, sizes: Sequence[int], apart: bool, jobs: int) -> None:
    with gathered(workers, sizes, bytes, apart=apart) as crew:
        assert (crew.jobs if crew else 0) == jobs


def test_what_is_run_in_processes_is_not_run_here() -> None:
    with processes(2) as executor:
        assert executor.submit(os.getpid).result() != os.getpid()


@pytest.mark.parametrize("name", PRELOADED)
def test_what_is_imported_ahead_is_there(name: str) -> None:
    importlib.import_module(name)


def test_what_can_be_done_meanwhile_is_done_once() -> None:
    done: list[str] = []
    workers = Workers(2, meanwhile=lambda: done.append("meanwhile"))

    with gathered(workers, [MEGABYTE] * 2, bytes) as crew:
        assert crew is not None
        list(run(_converted, [Task(PurePosixPath("a.md"), b"")], crew))

    assert done == ["meanwhile"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere none are started ahead")
class TestWhatIsStartedAhead:
    @pytest.mark.parametrize(
        ("workers", "source", "last", "ahead"),
        [
            pytest.param(Workers(2), 2, 1, 1, id="something is new"),
            pytest.param(Workers(2), 2, None, 2, id="everything is new"),
            pytest.param(Workers(2), 1, 2, 0, id="nothing is new"),
            pytest.param(Workers(1), 2, 1, 0, id="one at a time"),
            pytest.param(Workers(2, cluster="tcp://127.0.0.1:1"), 2, 1, 0, id="a cluster converts"),
        ],
    )
    def test_is_what_is_going_to_be_needed(
        self, tmp_path: Path, workers: Workers, source: int, last: int | None, ahead: int
    ) -> None:
        with made_ready(workers, *_saved(tmp_path, source, last)):
            assert count_ahead() == ahead
        assert count_ahead() == 0

    def test_does_what_little_there_is_to_do(self, tmp_path: Path) -> None:
        with made_ready(Workers(2), *_saved(tmp_path, 2, 1)), gathered(Workers(2), [100, 100], bytes) as crew:
            assert crew is not None
            assert crew.jobs == 1
            with crew.start(1) as executor:
                assert executor.submit(os.getpid).result() != os.getpid()
            assert count_ahead() == 0

    def test_has_others_beside_it_where_there_is_more_to_do(self, tmp_path: Path) -> None:
        with made_ready(Workers(2), *_saved(tmp_path, 2, 1)), processes(3) as executor:
            calls = [executor.submit(_slowly_named) for _ in range(6)]
            assert len({call.result() for call in calls}) == 3

    def test_is_replaced_if_it_died(self, tmp_path: Path) -> None:
        with made_ready(Workers(2), *_saved(tmp_path, 2, 1)), gathered(Workers(2), [100], bytes) as crew:
            results = list(run(_deadly_at_first, [Task(PurePosixPath("a.md"), str(tmp_path).encode())], crew))

        assert [converted.document.title for _, converted in results if converted] == ["survived"]


def _slowly_named() -> int:
    time.sleep(0.2)
    return os.getpid()


def _saved(folder: Path, source: int, last: int | None) -> tuple[Path, Path]:
    """Lay out a source and the file of the last run, saved at these seconds."""
    (folder / "projects").mkdir()
    for path, moment in ((folder / "projects" / "a.md", source), (folder / "digests", last)):
        if moment is not None:
            path.touch()
            os.utime(path, (moment, moment))
    return folder / "projects", folder / "digests"


def _converted(suffix: str, data: bytes) -> Converted:
    return Converted(Document(title="survived", blocks=()))


def _deadly_at_first(suffix: str, data: bytes) -> Converted:
    mark = Path(data.decode()) / "died"
    if not mark.exists():
        mark.touch()
        os._exit(9)
    return _converted(suffix, data)
