"""Processes are started where they pay, and nowhere else."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest

from inpublic.document import Converted, Document
from inpublic.executors import gathered, made_ready, processes
from inpublic.forking import PRELOADED
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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are copied on Linux alone")
def test_what_processes_are_copied_from_leaves_ctrl_c_to_this_one() -> None:
    with processes(1) as executor:
        source = executor.submit(os.getppid).result()
        said = Path(f"/proc/{source}/status").read_text("ascii")
    blocked = int(said.partition("SigBlk:")[2].split()[0], 16)
    assert blocked & 1 << signal.SIGINT - 1
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


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


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
class TestASpareProcess:
    def test_is_started_where_something_is_new(self, tmp_path: Path) -> None:
        sources, last = _saved(tmp_path, source=2, last=1)

        with made_ready(Workers(2), sources, last) as workers, gathered(workers, [100], bytes) as crew:
            assert crew is not None
            with crew.start(1) as executor:
                assert executor.submit(os.getpid).result() != os.getpid()

    @pytest.mark.parametrize(
        ("workers", "source", "last"),
        [
            pytest.param(Workers(2), 1, 2, id="nothing is new"),
            pytest.param(Workers(2), 2, None, id="many processes are needed"),
            pytest.param(Workers(1), 2, 1, id="one at a time"),
            pytest.param(Workers(2, cluster="tcp://127.0.0.1:1"), 2, 1, id="a cluster converts"),
        ],
    )
    def test_is_not_started_for_nothing(self, tmp_path: Path, workers: Workers, source: int, last: int | None) -> None:
        with made_ready(workers, *_saved(tmp_path, source, last)) as ready:
            assert ready.spare is None

    def test_that_died_is_replaced(self, tmp_path: Path) -> None:
        with made_ready(Workers(2), *_saved(tmp_path, 2, 1)) as workers, gathered(workers, [100], bytes) as crew:
            results = list(run(_deadly_at_first, [Task(PurePosixPath("a.md"), str(tmp_path).encode())], crew))

        assert [converted.document.title for _, converted in results if converted] == ["survived"]


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
