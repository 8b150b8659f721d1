"""Building asks nobody for anything, and runs nothing but git."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALONE = ("unshare", "--map-root-user", "--net", "--")
"""Runs a command in a network of its own, in which there is nobody else."""

WATCH = '''
"""Imported by every Python that starts: notes and refuses whatever would leave this machine."""

import os
import socket
import sys

OUTWARD = {"socket.connect", "socket.sendto", "socket.sendmsg"}
NAMES = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}


def watch(event, arguments):
    if event == "subprocess.Popen":
        note("ran " + os.path.basename(os.fsdecode(arguments[1][0] if arguments[1] else arguments[0])))
    if event in NAMES or (event in OUTWARD and arguments[0].family != getattr(socket, "AF_UNIX", None)):
        note(event + " " + repr(arguments[1:] if event in OUTWARD else arguments))
        raise OSError("this test has no network")


def note(line):
    with open(os.environ["INPUBLIC_NOTED"], "a") as file:
        file.write(line + "\\n")


sys.addaudithook(watch)
'''


def build(root: Path, *, before: tuple[str, ...] = (), **variables: str) -> Mapping[str, str]:
    """Build the example site in a new folder; return a digest of each of its files."""
    shutil.copytree(ROOT / "projects", root / "projects")
    shutil.copytree(ROOT / "scripts/inpublic", root / "scripts/inpublic", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "docs").mkdir()
    for page in (ROOT / "docs").glob("about*"):
        shutil.copy(page, root / "docs")
    shutil.copytree(ROOT / "docs/demos", root / "docs/demos")
    environ = {**os.environ, "SITE_URL": "https://ada.example/", "GITHUB_REPOSITORY": "ada/learning"}
    environ |= {"SOURCE_DATE_EPOCH": "1767225600", "NO_MKDOCS_2_WARNING": "1"} | variables
    command = [*before, sys.executable, "-m", "inpublic", "build", "--root", str(root), "--jobs", "2"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    files = sorted(path for path in (root / "site").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The files of the example site as they are built anywhere."""
    return build(tmp_path_factory.mktemp("ordinary") / "site-folder")


@pytest.fixture
def watched(tmp_path: Path) -> Mapping[str, str]:
    """The environment in which each Python notes in INPUBLIC_NOTED what it asks of others."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch/sitecustomize.py").write_text(WATCH)
    path = os.pathsep.join([str(tmp_path / "watch"), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {"PYTHONPATH": path, "INPUBLIC_NOTED": str(tmp_path / "noted")}


def test_the_watch_sees_and_refuses_what_asks_for_a_host(watched: Mapping[str, str]) -> None:
    code = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **watched}, capture_output=True, check=False)
    assert b"this test has no network" in done.stderr
    assert "127.0.0.1" in Path(watched["INPUBLIC_NOTED"]).read_text()


@pytest.mark.slow
def test_a_build_asks_for_no_host_and_runs_only_git(
    tmp_path: Path, watched: Mapping[str, str], ordinary: Mapping[str, str]
) -> None:
    assert build(tmp_path / "site-folder", **watched) == ordinary
    assert set(Path(watched["INPUBLIC_NOTED"]).read_text().splitlines()) == {"ran git"}


@pytest.mark.slow
def test_a_build_without_any_network_makes_the_same_bytes(tmp_path: Path, ordinary: Mapping[str, str]) -> None:
    code = "import socket; print([name for _, name in socket.if_nameindex()])"
    try:
        alone = subprocess.run([*ALONE, sys.executable, "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        pytest.skip("no unshare here; that no host is asked for is tested by the watch above all the same")
    if alone.returncode:
        pytest.skip("no right to a network of our own; that no host is asked for is tested by the watch all the same")
    assert alone.stdout.strip() == "['lo']"
    assert build(tmp_path / "site-folder", before=ALONE) == ordinary
