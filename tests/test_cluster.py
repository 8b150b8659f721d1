"""A Dask cluster converts as this computer does; schedulers and workers are real processes."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import ModuleType

import click.testing
import pytest

import inpublic
from inpublic.cache import Cache
from inpublic.cluster import joined
from inpublic.conversion import convert_all, converter
from inpublic.errors import InpublicError
from inpublic.workers import Task, Workers, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="workers are killed by POSIX's signals"),
]
P = PurePosixPath
OURS, TESTS = Path(inpublic.__file__).parent.parent, Path(__file__).parent


class Cluster:
    """Starts a scheduler and workers on free ports of this computer, and ends all that it started."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.running: list[subprocess.Popen[bytes]] = []
        self.address = f"tcp://127.0.0.1:{port}"

    def schedule(self, path: Path = OURS, **environ: str) -> None:
        where = ["--host", "127.0.0.1", "--port", self.address.rpartition(":")[2]]
        self.start("distributed.cli.dask_scheduler", *where, path=path, **environ)
        until(lambda: answers(self.address))

    def work(self, count: int = 1, *options: str, path: Path = OURS) -> None:
        """Add so many workers, which take their modules from `path`; unless the options say so, none is restarted."""
        one = ["--host", "127.0.0.1", "--nworkers", "1", "--nthreads", "1", "--local-directory", str(self.folder)]
        for _ in range(count):
            self.start("distributed.cli.dask_worker", self.address, *one, *(options or ["--no-nanny"]), path=path)

    def wait(self, count: int) -> None:
        from distributed import Client

        with Client(self.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)

    def start(self, module: str, *arguments: str, path: Path, **environ: str) -> None:
        command = [sys.executable, "-m", module, "--no-dashboard", *arguments]
        environ = {**os.environ, "PYTHONPATH": f"{path}{os.pathsep}{TESTS}", **environ}
        silent = subprocess.DEVNULL
        self.running.append(
            subprocess.Popen(
                command, env=environ, cwd=self.folder, stdout=silent, stderr=silent, start_new_session=True
            )
        )

    def end(self) -> None:
        for process in self.running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # with those that a nanny started
            process.wait()


def answers(address: str) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", int(address.rpartition(":")[2]))) == 0


def until(happened: Callable[[], bool]) -> None:
    last = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < last
        time.sleep(0.05)


@pytest.fixture
def cluster(tmp_path: Path, free_port: Callable[[], int]) -> Iterator[Cluster]:
    (tmp_path / "cluster").mkdir()
    made = Cluster(tmp_path / "cluster", free_port())
    yield made
    made.end()


@pytest.fixture
def converters(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(TESTS))
    return importlib.import_module("deadly")


@pytest.fixture
def sources(tmp_path: Path, notebook: Callable[..., str]) -> Path:
    """Make a folder of sources that are not all alike."""
    root = tmp_path / "sources"
    root.mkdir()
    for number in range(6):
        (root / f"{number}.ipynb").write_text(notebook(f"# N{number}", (f"# {'x' * number}", [])))
        (root / f"{number}.md").write_text(f"# W{number}\n\n$x^{number}$\n")
    return root


def convert(root: Path, cache: Path, workers: Workers) -> object:
    paths = [P(path.name) for path in sorted(root.iterdir())]
    return convert_all(paths, root, Cache(cache), workers=workers)


def test_a_cluster_loses_a_worker_half_way_and_nothing_else(
    cluster: Cluster, converters: ModuleType, sources: Path, tmp_path: Path
) -> None:
    cluster.schedule()
    cluster.work(2)
    cluster.wait(2)
    given = [Task(P(f"{number}.md"), b"") for number in range(30)]
    found: dict[P, int] = {}
    with joined(cluster.address, converter) as crew:
        assert crew.jobs == 2
        for task, made in run(converters.signed, given, crew):
            assert made
            found[task.path] = int(made.document.title)
            if len(found) == 1:
                os.kill(found[task.path], signal.SIGKILL)
    workers = {process.pid for process in cluster.running[1:]}
    assert sorted(found) == sorted(task.path for task in given)
    assert set(found.values()) == workers
    killed, left = found[next(iter(found))], [process for process in cluster.running[1:] if process.poll() is None]
    assert [process.pid for process in left] == [*(workers - {killed})]
    serial = convert(sources, tmp_path / "a", Workers())
    assert convert(sources, tmp_path / "b", Workers(cluster=cluster.address)) == serial


def test_a_source_that_fells_its_workers_has_no_document_and_all_others_do(
    cluster: Cluster, converters: ModuleType
) -> None:
    cluster.schedule(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")  # so those that wait at its side fall, too
    cluster.work(2, "--nanny")
    cluster.wait(2)
    given = [Task(P(f"{number}.md"), str(number).encode()) for number in range(12)]
    given[3] = Task(P("bad.md"), b"fault")
    with joined(cluster.address, converter) as crew:
        found = {task.path: made and made.document.title for task, made in run(converters.deadly, given, crew)}
    assert found == {task.path: None if task.path.stem == "bad" else task.path.name for task in given}


def test_a_site_is_the_same_whoever_converts(
    cluster: Cluster, sources: Path, make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    cluster.schedule()
    cluster.work(2)
    cluster.wait(2)
    root = make_site({f"projects/{path.name}": path.read_bytes() for path in sources.iterdir()})
    trees = []
    for executor in ("serial", "processes", f"dask:{cluster.address}"):
        shutil.rmtree(root / ".inpublic", ignore_errors=True)
        shutil.rmtree(root / "docs")
        (root / "docs").mkdir()
        result = run("build", "--tree-only", "--executor", executor, "--root", root)
        assert result.exit_code == 0, result.output
        trees.append({path: path.read_bytes() for path in sorted((root / "docs").rglob("*")) if path.is_file()})
    assert len(trees[0]) > len(list(sources.iterdir()))
    assert trees[0] == trees[1] == trees[2]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("__init__.py", 'raise ModuleNotFoundError("No module named inpublic")', "has no inpublic that works"),
        ("convert.py", "\n# another one\n", "another version of inpublic"),
    ],
    ids=["none", "another"],
)
def test_a_worker_with_another_converter_than_ours_gets_nothing_to_do(
    cluster: Cluster, sources: Path, tmp_path: Path, name: str, content: str, message: str
) -> None:
    other = tmp_path / "other"
    shutil.copytree(OURS / "inpublic", other / "inpublic", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "inpublic" / name).open("a", encoding="utf-8") as file:
        file.write(content)
    cluster.schedule()
    cluster.work(1)
    cluster.work(1, path=other)
    cluster.wait(2)
    with pytest.raises(InpublicError, match=message) as caught:
        convert(sources, tmp_path / "cache", Workers(cluster=cluster.address))
    assert "tcp://127.0.0.1:" in caught.value.message
    assert "Install the same inpublic" in caught.value.hint
    assert not (tmp_path / "cache").exists()


def test_a_scheduler_that_could_not_read_a_task_is_found_out_first(
    cluster: Cluster, sources: Path, tmp_path: Path
) -> None:
    (tmp_path / "inpublic.py").write_text('raise ModuleNotFoundError("No module named inpublic")')
    cluster.schedule(path=tmp_path)
    cluster.work(1)
    cluster.wait(1)
    with pytest.raises(InpublicError, match=r"the Dask scheduler at tcp://.* has no inpublic that works"):
        convert(sources, tmp_path / "cache", Workers(cluster=cluster.address))


def test_a_worker_with_another_converter_that_joins_later_stops_the_run(
    cluster: Cluster, converters: ModuleType
) -> None:
    cluster.schedule()
    cluster.work(1)
    cluster.wait(1)
    before = converter()
    with joined(cluster.address, converter) as crew, crew.start(1) as executor:
        executor._version = before + b"of another day"  # what a worker would compare with
        future = executor.submit(converters.titled, ".md", b"a")
        with pytest.raises(InpublicError, match="has just joined has another version"):
            future.result()


def test_a_scheduler_that_is_gone_half_way_is_said_to_be(cluster: Cluster, converters: ModuleType) -> None:
    cluster.schedule()
    cluster.work(1)
    cluster.wait(1)
    given = [Task(P(f"{number}.md"), b"") for number in range(9)]

    def go_on_without_it() -> None:
        with joined(cluster.address, converter) as crew:
            for _ in run(converters.signed, given, crew):
                cluster.running[0].kill()

    with pytest.raises(InpublicError, match="was lost on the way"):
        go_on_without_it()


def test_a_scheduler_without_workers_says_how_to_start_some(cluster: Cluster, sources: Path, tmp_path: Path) -> None:
    cluster.schedule()
    with pytest.raises(InpublicError, match="has no workers") as caught:
        convert(sources, tmp_path / "cache", Workers(cluster=cluster.address))
    assert f"dask worker {cluster.address}" in caught.value.hint


def test_nothing_is_written_where_there_is_no_scheduler(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result], free_port: Callable[[], int]
) -> None:
    root = make_site({"projects/a.md": "# A\n"})
    result = run("build", "--executor", f"dask:tcp://127.0.0.1:{free_port()}", "--root", root)
    assert result.exit_code == 1
    assert "there is no Dask scheduler at tcp://127.0.0.1:" in result.stderr
    assert "dask scheduler" in result.stderr
    assert not list((root / "docs").iterdir())
    assert not (root / "site").exists()
