"""Conversion is done once for each content, wherever it is done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from inpublic.cache import Cache, key_of
from inpublic.conversion import convert_all
from inpublic.workers import Workers

P = PurePosixPath
PIXELS = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGMQ"
    "aGgAIgYIBQAcDgRBFQqs3gAAAABJRU5ErkJggg=="
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number in range(3):
        (tmp_path / f"{number}.md").write_text(f"# N{number}\n\n![x]({PIXELS})\n")
    return tmp_path


def count(root: Path, cache: Cache) -> int:
    seen: list[int] = []
    documents = convert_all([P("0.md"), P("1.md"), P("2.md")], root, cache, progress=lambda done, _: seen.append(done))
    assert [documents[P(f"{number}.md")].title for number in range(3)] == ["N0", "N1", "N2"]
    return len(seen)


def test_unchanged_sources_are_not_converted_again(root: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert count(root, cache) == 3
    assert count(root, cache) == 0
    (root / "1.md").write_text("# N1\n\nchanged\n")
    assert count(root, cache) == 1


@pytest.mark.parametrize("damage", [b"", b"x" * 50, None], ids=["emptied", "overwritten", "cut"])
def test_a_damaged_entry_is_made_again(root: Path, tmp_path: Path, damage: bytes | None) -> None:
    cache = Cache(tmp_path / "cache")
    count(root, cache)
    entry = sorted((tmp_path / "cache/documents").iterdir())[0]
    entry.write_bytes(entry.read_bytes()[:-3] if damage is None else damage)
    assert count(root, cache) == 1


def test_a_figure_that_is_gone_from_the_cache_is_made_again(root: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    count(root, cache)
    (figure,) = (tmp_path / "cache/files").glob("*.png")
    figure.unlink()
    assert count(root, cache) == 3  # all three documents show it
    assert figure.is_file()


def test_nothing_half_written_stays(root: Path, tmp_path: Path) -> None:
    count(root, Cache(tmp_path / "cache"))
    assert not list((tmp_path / "cache").rglob(".part-*"))


def test_a_source_that_cannot_be_read_is_a_fault_and_no_crash(root: Path, tmp_path: Path) -> None:
    documents = convert_all([P("0.md"), P("gone.md")], root, Cache(tmp_path / "cache"))
    assert documents[P("gone.md")].faults[0].is_error
    assert not documents[P("0.md")].faults


def test_a_key_tells_its_parts_apart() -> None:
    assert key_of(b"ab", b"c") != key_of(b"a", b"bc")


def test_a_pool_makes_what_one_process_makes(tmp_path: Path, notebook: Callable[..., str]) -> None:
    for number in range(2):
        (tmp_path / f"{number}.ipynb").write_text(notebook(f"# N{number}", (f"# {'x' * 600_000}", [])))
    paths = [P("0.ipynb"), P("1.ipynb")]
    one = convert_all(paths, tmp_path, Cache(tmp_path / "a"), workers=Workers(1))
    assert convert_all(paths, tmp_path, Cache(tmp_path / "b"), workers=Workers(2)) == one


@pytest.mark.parametrize("workers", [Workers(1), Workers(2)], ids=["here", "in processes"])
def test_the_largest_is_converted_first_and_nobody_sees_it_from_the_outcome(tmp_path: Path, workers: Workers) -> None:
    sizes = {"b.md": 1_000, "c.md": 700_000, "a.md": 400_000}
    for name, size in sizes.items():
        (tmp_path / name).write_text(f"# {name}\n\n" + "word " * (size // 5))
    (tmp_path / "d.md").mkdir()
    paths = [P(name) for name in (*sizes, "d.md")]
    assert list(convert_all(paths, tmp_path, Cache(tmp_path / "cache"), workers=workers)) == paths


def test_converting_brings_nothing_of_what_runs_notebooks(notebook: Callable[..., str]) -> None:
    """Whoever imports it pays for it in every build: it takes longer than most notebooks."""
    red = {"output_type": "stream", "name": "stdout", "text": "\x1b[31mred\x1b[0m"}
    code = "import sys; from inpublic.convert import convert_source as convert\n"
    code += "html = convert('.ipynb', sys.stdin.buffer.read()).document.blocks[-1].html\n"
    code += "print('ansi-red-fg' in html, sorted({'nbconvert', 'nbclient', 'nbformat', 'zmq'} & {*sys.modules}))"
    command = [sys.executable, "-c", code]

    result = subprocess.run(command, input=notebook("# A", ("go()", [red])).encode(), capture_output=True, check=True)

    assert result.stdout.split() == [b"True", b"[]"], result.stdout


def test_a_library_that_panics_costs_its_check_and_neither_the_document_nor_the_build() -> None:
    """Libraries in Rust panic with something that is no Exception."""
    code = (
        "import comrak\n"
        "class PanicException(BaseException): pass\n"
        "def panic(*_, **__): raise PanicException('index out of bounds')\n"
        "comrak.render_markdown = panic\n"
        "from inpublic.convert import convert_source as convert\n"
        "made = convert('.md', b'# A\\n\\nwords').document\n"
        "print(made.title, [fault.message for fault in made.losses])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == (
        "A ['this file could not be looked through for losses (PanicException: index out of bounds)']\n"
    )
