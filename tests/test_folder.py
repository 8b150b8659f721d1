import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pytest

from inpublic.errors import Severity
from inpublic.folder import Listing, is_source, list_folder, natural_key


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / "projects" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def look(root: Path, *, deep: bool = True) -> Listing:
    return list_folder(root, PurePosixPath("projects"), limit=root / "projects", deep=deep)


def names(listing: Listing) -> list[str]:
    return [path.relative_to("projects").as_posix() for path in listing.files]


def test_files_at_any_depth_come_in_the_order_people_expect(tmp_path: Path) -> None:
    make(tmp_path, "10.md", "2.md", "B.md", "a.md", "sub/x10.png", "sub/x9.png", "sub/deeper/y.csv")
    assert names(look(tmp_path)) == ["2.md", "10.md", "a.md", "B.md", "sub/deeper/y.csv", "sub/x9.png", "sub/x10.png"]


def test_a_shallow_listing_names_the_folders(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "ten10/x.md", "ten9/x.md")
    listing = look(tmp_path, deep=False)
    assert names(listing) == ["a.md"]
    assert [path.name for path in listing.folders] == ["ten9", "ten10"]


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".git/config",
        ".ipynb_checkpoints/a-checkpoint.ipynb",
        "__pycache__/a.pyc",
        "node_modules/x/README.md",
        "_drafts/a.md",
    ],
)
def test_what_is_hidden_or_made_by_tools_is_passed_over_silently(tmp_path: Path, name: str) -> None:
    make(tmp_path, "a.md", name)
    listing = look(tmp_path)
    assert names(listing) == ["a.md"]
    assert listing.problems == ()


def test_a_virtual_environment_is_passed_over_whatever_its_name(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "myenv/pyvenv.cfg", "myenv/lib/README.md")
    assert names(look(tmp_path)) == ["a.md"]


def test_a_link_inside_the_limit_is_a_file(tmp_path: Path) -> None:
    make(tmp_path, "a/plot-3.png")
    (tmp_path / "projects/a/latest.png").symlink_to("plot-3.png")
    listing = look(tmp_path)
    assert names(listing) == ["a/latest.png", "a/plot-3.png"]
    assert listing.problems == ()


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        pytest.param("../../secret.txt", "leads out of projects/", id="outside"),
        pytest.param("/", "leads out of projects/", id="absolute"),
        pytest.param("nosuch", "leads nowhere", id="dangling"),
        pytest.param("link", "leads nowhere", id="itself"),
        pytest.param("..", "a link to a folder", id="loop"),
        pytest.param("../b", "a link to a folder", id="folder"),
        pytest.param("../.env", "something hidden", id="hidden"),
    ],
)
def test_any_other_link_is_left_out_with_a_warning(tmp_path: Path, target: str, reason: str) -> None:
    make(tmp_path, "a/x.md", "b/y.md", ".env")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "projects/a/link").symlink_to(target)
    listing = look(tmp_path)
    (problem,) = listing.problems
    assert names(listing) == ["a/x.md", "b/y.md"]
    assert problem.path == "projects/a/link"
    assert problem.severity is Severity.WARNING
    assert reason in problem.message
    assert problem.hint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_left_out_and_not_waited_for(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    os.mkfifo(tmp_path / "projects/notebook.ipynb")
    listing = look(tmp_path)
    assert names(listing) == ["a.md"]
    assert [str(problem) for problem in listing.problems] == [
        "projects/notebook.ipynb: this is a pipe or a device, not a file, and is left out"
    ]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no sockets in folders")
def test_a_socket_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.md")
    monkeypatch.chdir(tmp_path / "projects")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        assert [problem.path for problem in look(tmp_path).problems] == ["projects/s"]


def test_a_folder_with_the_name_of_a_notebook_is_looked_into_with_a_warning(tmp_path: Path) -> None:
    make(tmp_path, "notebook.ipynb/x.md")
    listing = look(tmp_path)
    assert names(listing) == ["notebook.ipynb/x.md"]
    assert [problem.path for problem in listing.problems] == ["projects/notebook.ipynb"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [(b"new\nline.md", "projects/new\\nline.md"), (b"caf\xe9.md", "projects/caf\\udce9.md")],
    ids=["line break", "not utf-8"],
)
def test_a_name_that_cannot_be_printed_is_an_error_that_can(tmp_path: Path, name: bytes, shown: str) -> None:
    make(tmp_path, "a.md")
    try:
        (tmp_path / "projects" / os.fsdecode(name)).write_text("x")
    except OSError:
        pytest.skip("this file system refuses the name itself")
    listing = look(tmp_path)
    assert names(listing) == ["a.md"]
    assert [(problem.path, problem.severity) for problem in listing.problems] == [(shown, Severity.ERROR)]


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    (problem,) = look(tmp_path).problems
    assert problem.path == "projects"
    assert problem.severity is Severity.ERROR


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """Be an ordinary user in a folder of one's own, since root may read everything."""
    if os.geteuid():
        yield
        return
    folder.chmod(0o777)
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no users that could be kept out")
def test_what_may_not_be_read_is_an_error_and_the_rest_goes_on() -> None:
    # Not in pytest's own folder, which another user may not even enter.
    with tempfile.TemporaryDirectory() as folder, nobody(Path(folder)):
        root = Path(folder)
        make(root, "a.md", "b.md", "locked/c.md")
        (root / "projects/b.md").chmod(0)
        (root / "projects/locked").chmod(0)
        listing = look(root)
        (root / "projects/locked").chmod(0o700)
    assert names(listing) == ["a.md"]
    assert [problem.path for problem in listing.problems] == ["projects/b.md", "projects/locked"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.ipynb", True), ("A.IPYNB", True), ("a.md", True), ("a.Markdown", True), ("a.py", False), ("md", False)],
)
def test_notebooks_and_write_ups_are_known_by_their_suffix(name: str, expected: bool) -> None:
    assert is_source(PurePosixPath(name)) is expected


def test_numbers_in_names_count_as_numbers_whatever_stands_before_them() -> None:
    paths = [PurePosixPath(name) for name in ["x2", "x10", "X3", "2", "a/10", "a/9", "é", "e\u0301", "10 b", "10a"]]
    ordered = sorted(paths, key=natural_key)
    assert [str(path) for path in ordered] == ["2", "10 b", "10a", "a/9", "a/10", "x2", "X3", "x10", "e\u0301", "é"]
