"""Files are made once, by whichever process or thread has time, and are the same whoever makes them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from time import sleep

import pytest

from inpublic.digests import Digests
from inpublic.website import OutputFile, Recipe
from inpublic.writing.making import batches
from inpublic.writing.places import Places

COUNT = 40
PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_making import made
for path, process in made(Path(sys.argv[2]), jobs=2).items():
    print(path, process)
"""


def made(folder: Path, jobs: int) -> dict[str, str]:
    """Make files, some of them slow, and return which process made each; what is slow says it in a note."""

    def recipe(number: int) -> Recipe:
        note = folder / f"{number}.note"

        def make() -> bytes:
            if jobs > 1 and number in (0, COUNT - 1):  # else one that is quick could make all before the other begins
                (folder / f"{number}.begun").touch()
                while len(list(folder.glob("*.begun"))) < 2:
                    sleep(0.01)
            if number % 4:
                return str(os.getpid()).encode()
            if not note.exists():
                note.write_text(str(os.getpid()))
            return note.read_bytes()

        return Recipe(str(number), make, is_slow=not number % 4)

    docs = folder / "docs"
    places = Places(docs, {}, kept=folder / "kept", digests=Digests(folder / "digests"), made={})
    files = [OutputFile(PurePosixPath(f"{number}.md"), recipe(number)) for number in range(COUNT)]
    copy = OutputFile(PurePosixPath("copy.md"), b"as it is")
    plans = [plan for batch in batches(places, [places.plan(file) for file in (copy, *files)], jobs) for plan in batch]
    assert plans[0].place == "copy.md"
    assert all(plan.content is not None and plan.digest for plan in plans[1:])
    assert len({plan.place for plan in plans}) == len(plans) == COUNT + 1
    return {plan.place: (plan.content or b"").decode() for plan in plans[1:]}


def test_one_process_makes_all_where_it_is_told_to(tmp_path: Path) -> None:
    assert set(made(tmp_path, jobs=1).values()) == {str(os.getpid())}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
def test_a_copy_makes_what_is_slow_first(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", PROGRAM, str(Path(__file__).parent), str(tmp_path)]
    found = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=60)
    by_path = dict(line.split() for line in found.stdout.splitlines())
    assert len(by_path) == COUNT
    assert len(set(by_path.values())) == 2
    assert by_path["0.md"] != by_path[f"{COUNT - 1}.md"]
    assert sorted(int(path.stem) for path in tmp_path.glob("*.note")) == list(range(0, COUNT, 4))


@pytest.mark.slow
def test_a_build_gives_the_same_however_many_make_it(make_site: Callable[..., Path], tmp_path: Path) -> None:
    pages = {
        f"projects/p{number}.md": f"---\ndate: 2026-01-0{number}\ntags: [t]\n---\n# P{number}\n"
        for number in range(1, 9)
    }
    root = make_site({**pages, "docs/about.md": "# About\n"})
    found = {}
    for jobs in ("1", "2"):
        shutil.copytree(root, tmp_path / jobs)
        command = [sys.executable, "-m", "inpublic", "build", "--root", str(tmp_path / jobs), "--jobs", jobs]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        folders = [tmp_path / jobs / name for name in ("docs", "site", ".inpublic/cache/documents")]
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        found[jobs] = {str(path.relative_to(tmp_path / jobs)): path.read_bytes() for path in files}
    assert found["1"] == found["2"]
    assert len(found["1"]) > 3 * len(pages)


def test_what_is_only_copied_is_written_before_all_is_made(tmp_path: Path) -> None:
    made: list[int] = []

    def recipe(number: int) -> Recipe:
        def make() -> bytes:
            made.append(number)
            return b"x"

        return Recipe(str(number), make)

    places = Places(tmp_path / "docs", {}, kept=tmp_path / "kept", digests=Digests(tmp_path / "digests"), made={})
    files = [OutputFile(PurePosixPath(f"{number}.md"), recipe(number)) for number in range(9)]
    plans = [places.plan(file) for file in (*files, OutputFile(PurePosixPath("copy.md"), b"as it is"))]
    first = next(batches(places, plans, jobs=1))
    assert first[0].place == "copy.md"
    assert len(made) < len(files)
