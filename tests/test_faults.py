"""Whatever happens to a build: the last good site stays, nobody's file is touched, and the next run heals."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs are forked, which Windows does not know"),
]

RUNNER = Path(__file__).with_name("faultrunner.py")
ENVIRONMENT = {"SOURCE_DATE_EPOCH": "1767225600", "SITE_URL": "", "GITHUB_REPOSITORY": "", "GITHUB_ACTIONS": ""}
Said = dict[str, Any]
Build = Callable[..., Said]


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def picture(shade: int) -> bytes:
    rows = b"".join(b"\0" + bytes([shade, y, x]) * 1 for y in range(4) for x in range(1))
    head = (1).to_bytes(4, "big") + (4).to_bytes(4, "big") + b"\x08\x02\0\0\0"
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def notebook(shade: int) -> bytes:
    image = {"image/png": base64.b64encode(picture(shade)).decode()}
    output = {"output_type": "display_data", "data": image, "metadata": {}}
    code = {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "plot()", "outputs": [output]}
    text = {"cell_type": "markdown", "metadata": {}, "source": f"# Plot {shade}\n\nA plot, and what it says."}
    return json.dumps({"cells": [text, code], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


HAND_WRITTEN = {
    "docs/about.md": b"# About\n",
    "docs/projects/mine.md": b"# A page of mine among theirs\n",
    "docs/projects/.part-mine": b"hidden",
    "docs/photo.png": picture(7),
    "notes.txt": b"beside",
}
SITE = {
    "mkdocs.yml": b"site_name: Ada\nsite_url: https://ada.example/\ntheme: {name: null, custom_dir: theme}\n"
    b"plugins: [inpublic]\nvalidation: {nav: {omitted_files: ignore}}\n",
    "theme/main.html": b"<html><body>{{ page.content }}</body></html>\n",
    **HAND_WRITTEN,
}
BEFORE = {
    **SITE,
    "projects/taxi/README.md": b"---\ndate: 2026-03-01\n---\n# Taxi\n\nHow much?\n\n![Fares](fares.png)\n",
    "projects/taxi/fares.png": picture(1),
    "projects/gone.md": b"---\ndate: 2026-03-02\n---\n# Gone\n\nNot for long.\n",
    "projects/plot.ipynb": notebook(2),
}
AFTER = {
    **SITE,
    "projects/taxi/README.md": b"---\ndate: 2026-03-01\n---\n# Taxi fares\n\nWhy so much?\n\n![Fares](fares.png)\n",
    "projects/taxi/fares.png": picture(3),
    "projects/fresh.md": b"---\ndate: 2026-03-03\n---\n# Fresh\n\nFrom today.\n",
    "projects/plot.ipynb": notebook(4),
}


def write(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


def contents(folder: Path) -> dict[str, bytes]:
    """Read all that is in a folder, hidden files, too; empty folders have no content."""
    found = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Build]]:
    """Start processes that have all loaded and run builds; with words before them if need be, such as a wrapper."""
    processes: list[subprocess.Popen[str]] = []

    def one(*before: str) -> Build:
        warm = write(tmp_path_factory.mktemp("warm") / "site", BEFORE)
        words = [*before, sys.executable, str(RUNNER), str(warm)]
        process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **ENVIRONMENT}
        )
        processes.append(process)

        def build(root: Path, *arguments: str, wait: bool = True, **request: Any) -> Said:
            assert process.stdin is not None
            words = ["build", "--root", str(root), "--jobs", "1", *arguments]
            print(json.dumps({"root": str(root), "arguments": words, **request}), file=process.stdin, flush=True)
            return answer() if wait else {"answer": answer}

        def answer() -> Said:
            assert process.stdout is not None
            said: Said = json.loads(process.stdout.readline())
            return said

        return build

    yield one
    for process in processes:
        process.communicate()


@pytest.fixture(scope="module")
def build(start: Callable[..., Build]) -> Build:
    return start()


@pytest.fixture(scope="module")
def other(start: Callable[..., Build], made: dict[str, Path]) -> Build:
    """Build in a second process at the same time; it is ready when the test begins."""
    ready = start()
    assert ready(made["after"])["code"] == 0
    return ready


@pytest.fixture(scope="module")
def made(build: Build, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the site before and after in folders of their own, and prepare one where the second build is due."""
    folder = tmp_path_factory.mktemp("made")
    for name, files in (("before", BEFORE), ("after", AFTER), ("due", BEFORE)):
        write(folder / name, files)
        said = build(folder / name)
        assert said["code"] == 0, said["said"]
    shutil.rmtree(folder / "due" / "projects")
    write(folder / "due", AFTER)
    return {name: folder / name for name in ("before", "after", "due")}


@pytest.fixture
def due(made: dict[str, Path], tmp_path: Path) -> Callable[[], Path]:
    """Return a fresh copy of the folder where the second build is due."""
    numbers = iter(range(10_000))

    def copy() -> Path:
        root = tmp_path / f"due-{next(numbers)}"
        shutil.copytree(made["due"], root, symlinks=True)
        return root

    return copy


def is_harmless(made: dict[str, Path], root: Path) -> None:
    """Assert that a run, however it ended, left a good site and everybody's own files."""
    assert contents(root / "site") in (contents(made["before"] / "site"), contents(made["after"] / "site"))
    for name, content in AFTER.items():
        assert (root / name).read_bytes() == content, name


def is_healed(made: dict[str, Path], root: Path, build: Build, *, spare: bool = False) -> None:
    """Assert that the next run gives what a clean build gives, and no more; see `is_clean`."""
    said = build(root)
    assert said["code"] == 0, said["said"]
    is_clean(made, root, spare=spare)


def is_clean(made: dict[str, Path], root: Path, *, spare: bool = False) -> None:
    """Assert that nothing is left but what belongs there: a `spare` site only after a build that changed little."""
    for name in ("site", "docs", "projects"):
        assert contents(root / name) == contents(made["after"] / name), name
    assert sorted(path.name for path in root.iterdir()) == sorted(path.name for path in made["after"].iterdir())
    state = {path.name for path in (root / ".inpublic").iterdir()}
    known = {
        "cache",
        "cache.lock",
        "digests",
        "lock",
        "lock.json",
        "manifest.json",
        "site.json",
        "site.record",
        "templates",
    }
    assert state <= known | ({"site"} if spare else set())
    assert not list(root.rglob("*.part"))


def changes(build: Build, root: Path) -> int:
    """Count the moments in which a build changes something on the disk."""
    said = build(root, count=True)
    assert said["code"] == 0, said["said"]
    return int(said["said"].rpartition("changes: ")[2])


def spread(count: int, points: int) -> list[int]:
    return sorted({1 + round(number * (count - 1) / (points - 1)) for number in range(points)})


def test_a_build_killed_at_any_change_leaves_a_good_site_and_the_next_one_heals(
    build: Build, made: dict[str, Path], due: Callable[[], Path]
) -> None:
    points = int(os.environ.get("INPUBLIC_FAULT_POINTS", "24"))
    count = changes(build, due())
    for at in spread(count, min(count, points)):
        root = due()
        assert build(root, fault="kill", at=at)["code"] == -9, at
        is_harmless(made, root)
        is_healed(made, root, build)


def test_a_build_killed_after_any_time_leaves_a_good_site_and_the_next_one_heals(
    build: Build, made: dict[str, Path], due: Callable[[], Path]
) -> None:
    duration = build(due())["seconds"]
    for number in range(12):
        root = due()
        build(root, fault="kill after", seconds=duration * number / 11)
        is_harmless(made, root)
        is_healed(made, root, build)


def test_a_disk_that_is_full_from_any_change_on_is_explained_and_leaves_nothing_half_written(
    build: Build, made: dict[str, Path], due: Callable[[], Path]
) -> None:
    count = changes(build, due())
    for at in spread(count, min(count, int(os.environ.get("INPUBLIC_FAULT_POINTS", "12")))):
        root = due()
        said = build(root, fault="full", at=at)
        assert "Traceback" not in said["said"]
        assert "bug" not in said["said"], (at, said["said"])
        assert said["code"] in (0, 1)
        assert said["code"] == 0 or "the disk is full" in said["said"], (at, said["said"])
        assert not list(root.rglob("*.part")), at
        is_harmless(made, root)
        is_healed(made, root, build)


@pytest.mark.parametrize("largest", [1, 100, 700, 1000])
def test_a_write_that_stops_in_the_middle_leaves_no_half_file(
    build: Build, made: dict[str, Path], due: Callable[[], Path], largest: int
) -> None:
    """The system itself refuses more than `largest` bytes a file, after it has written those."""
    root = due()
    said = build(root, largest=largest)
    assert said["code"] == 1, said["said"]
    assert "larger than this system allows" in said["said"]
    assert "Traceback" not in said["said"]
    is_harmless(made, root)
    is_healed(made, root, build)


def test_a_disk_that_is_really_full_leaves_the_last_site(build: Build, made: dict[str, Path], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=False).returncode:
        pytest.skip("a disk of its own takes the right to mount one; the tests beside this one need none")
    try:
        root = disk / "site-folder"
        shutil.copytree(made["due"], root, symlinks=True)
        filler = disk / "filler"
        for spare in (0, 20_000, 60_000, 120_000):
            filler.write_bytes(b"")
            room = shutil.disk_usage(disk).free - spare
            filler.write_bytes(bytes(room))
            said = build(root)
            assert "Traceback" not in said["said"]
            assert said["code"] == 0 or "disk is full" in said["said"], said["said"]
            is_harmless(made, root)
        filler.unlink()
        is_healed(made, root, build)
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.fixture(scope="module")
def ordinary(start: Callable[..., Build]) -> Build:
    """Build as somebody whom the permissions of files hold for, which root is not."""
    if os.getuid():
        return start()
    if not shutil.which("setpriv"):
        reason = "root may write anywhere: setpriv (util-linux) is needed to be somebody else"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return start("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")


@pytest.mark.parametrize(
    "place", ["docs", "docs/projects/taxi", "docs/index.md", ".inpublic", ".inpublic/manifest.json", "site", "."]
)
def test_without_the_right_to_write_a_build_says_where_or_does_without(
    ordinary: Build, made: dict[str, Path], due: Callable[[], Path], place: str
) -> None:
    root = due()
    folders = [root / place, *(path for path in (root / place).rglob("*") if path.is_dir() and place != ".")]
    modes = {path: path.stat().st_mode for path in folders}
    for path in folders:
        path.chmod(0o500 if path.is_dir() else 0o400)
    said = ordinary(root)
    for path in reversed(folders):
        path.chmod(modes[path])
    assert "Traceback" not in said["said"]
    assert said["code"] == 0 or "there is no permission" in said["said"], said["said"]
    is_harmless(made, root)
    is_healed(made, root, ordinary)


def test_a_cache_that_cannot_be_written_is_done_without(
    ordinary: Build, made: dict[str, Path], due: Callable[[], Path]
) -> None:
    root = due()
    folders = [path for path in (root / ".inpublic/cache").rglob("*") if path.is_dir()]
    for path in folders:
        path.chmod(0o500)
    said = ordinary(root)
    assert said["code"] == 0, said["said"]
    assert said["said"].count("nothing can be kept here") == 1
    is_clean(made, root)
    for path in folders:
        path.chmod(0o700)


def test_what_cannot_be_read_in_docs_or_in_the_cache_is_made_again(
    ordinary: Build, made: dict[str, Path], due: Callable[[], Path]
) -> None:
    root = due()
    for path in [*(root / ".inpublic/cache").rglob("*"), root / "docs/index.md", root / "docs/feed.xml"]:
        if path.is_file():
            path.chmod(0)
    said = ordinary(root)
    assert said["code"] == 0, said["said"]
    is_clean(made, root)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "folder", "foreign"])
def test_a_corrupt_cache_never_shows(build: Build, made: dict[str, Path], due: Callable[[], Path], damage: str) -> None:
    root = due()
    assert build(root)["code"] == 0
    shutil.rmtree(root / "docs/projects/plot")
    for path in [path for path in (root / ".inpublic/cache").rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.unlink()
        if damage == "folder":
            path.mkdir()
            continue
        flipped = whole[:middle] + bytes([whole[middle] ^ 16]) + whole[middle + 1 :]
        path.write_bytes({"flip": flipped, "cut": whole[:middle], "empty": b"", "foreign": b"{}" * 40}[damage])
    is_healed(made, root, build)


@pytest.mark.parametrize("content", ["# Something else\n", "", None], ids=["changed", "emptied", "deleted"])
@pytest.mark.parametrize(
    "name", ["projects/taxi/README.md", "projects/taxi/fares.png", "projects/plot.ipynb", "docs/about.md"]
)
def test_a_file_that_changes_during_the_build_breaks_nothing_and_is_published_by_the_next(
    build: Build, made: dict[str, Path], due: Callable[[], Path], name: str, content: str | None
) -> None:
    reads = min(8, int(os.environ.get("INPUBLIC_FAULT_POINTS", "3")))
    for at in range(1, 1 + reads):
        root = due()
        said = build(root, swap=str(root / name), at=at, content=content)
        assert "Traceback" not in said["said"], (at, said["said"])
        assert "bug" not in said["said"], (at, said["said"])
        pages = contents(root / "site")
        for place, data in pages.items():  # a picture's name promises its content
            stem = Path(place).name.partition(".")[0]
            assert "assets/inpublic/files" not in place or sha256(data).hexdigest().startswith(stem)
        shutil.rmtree(root / "projects")
        write(root, AFTER)
        is_healed(made, root, build, spare=True)


TOKEN = "gh" + "p_" + "aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA3bC6"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><text y="20">{}</text></svg>'


@pytest.mark.parametrize("is_late", [True, False], ids=["the key comes late", "the key goes early"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("projects/taxi/map.svg", DRAWING),
        ("projects/taxi/cover.svg", DRAWING),
        ("projects/taxi/project.yml", "cover: cover.svg\nproblem: It is {}\n"),
        ("projects/taxi/README.md", "---\ndate: 2026-03-01\n---\n# Taxi fares\n\n![Map](map.svg) and {}.\n"),
        ("projects/plot.ipynb", notebook(4).decode().replace("{", "{{").replace("}", "}}").replace("plot,", "{},")),
    ],
    ids=["picture", "cover", "record", "write-up", "notebook"],
)
def test_a_key_that_is_in_a_file_for_a_part_of_the_build_is_never_published(
    build: Build, due: Callable[[], Path], name: str, content: str, is_late: bool
) -> None:
    """What is published is what the gate has seen, not what the file says before or after."""
    before, after = ("a map", TOKEN) if is_late else (TOKEN, "a map")
    for at in range(2, 7):
        root = due()
        for path in ("projects/taxi/map.svg", "projects/taxi/cover.svg"):
            (root / path).write_text(DRAWING.format("a map"))
        (root / "projects/taxi/project.yml").write_text("cover: cover.svg\n")
        (root / "projects/taxi/README.md").write_text("---\ndate: 2026-03-01\n---\n# Taxi fares\n\n![Map](map.svg)\n")
        (root / name).write_text(content.format(before))
        said = build(root, swap=str(root / name), at=at, content=content.format(after))
        assert "Traceback" not in said["said"], (at, said["said"])
        assert "bug" not in said["said"], (at, said["said"])
        assert TOKEN not in said["said"]
        for place, data in [*contents(root / "docs").items(), *contents(root / "site").items()]:
            assert TOKEN.encode() not in data, (at, place)


def begun(build: Build, root: Path, *, seconds: float) -> Said:
    """Begin a build that sleeps a while, and wait until it works alone."""
    note = root / ".inpublic/lock.json"
    before = note.read_bytes()
    first = build(root, fault="sleep", at=30, seconds=seconds, wait=False)
    while note.read_bytes() == before:
        time.sleep(0.01)
    return first


def test_a_second_build_waits_for_the_first_and_both_are_right(
    other: Build, build: Build, made: dict[str, Path], due: Callable[[], Path]
) -> None:
    root = due()
    first = begun(build, root, seconds=1.5)
    second = other(root)
    assert (second["code"], first["answer"]()["code"]) == (0, 0)
    is_clean(made, root)


def test_a_second_build_gives_up_on_one_that_hangs_and_says_which(
    other: Build, build: Build, made: dict[str, Path], due: Callable[[], Path]
) -> None:
    root = due()
    first = begun(build, root, seconds=7.5)
    words = [sys.executable, "-m", "mkdocs", "build", "--config-file", root / "mkdocs.yml", "--site-dir", root / "x"]
    without_us = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    second = other(root)
    assert second["code"] == 1
    assert "another run is at work" in second["said"]
    assert "«inpublic build» (process " in second["said"]
    said = without_us.communicate()[1]
    assert without_us.returncode == 1
    assert "another run is at work" in said
    assert "Traceback" not in said
    assert first["answer"]()["code"] == 0
    is_clean(made, root)


def test_a_failed_build_leaves_the_last_site(build: Build, made: dict[str, Path], due: Callable[[], Path]) -> None:
    root = due()
    for page, template in (("[gone](gone.md)\n", ""), ("# About\n", "{% if %}")):
        (root / "docs/about.md").write_text(page)
        (root / "theme/main.html").write_text(SITE["theme/main.html"].decode() + template)
        said = build(root, "--strict")
        assert said["code"] != 0, said["said"]
        assert contents(root / "site") == contents(made["before"] / "site")
        assert not (root / ".inpublic/site").exists()
    write(root, AFTER)
    is_healed(made, root, build)
