"""Authors are told why a file is not shown, and which files are heavy, once for each file."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image

from inpublic.checking.shownfiles import shown_files
from inpublic.errors import Problem, Severity
from inpublic.load import load_website
from inpublic.settings.config import load_config


def png(width: int = 30, height: int = 20) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, "PNG")
    return target.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def claiming(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def found(root: Path) -> list[Problem]:
    return list(shown_files(load_website(load_config(root, {})).website))


@pytest.mark.parametrize(
    ("target", "data", "place", "words"),
    [
        ("empty.png", b"", "projects/a/README.md:3", ["«empty.png»", "empty"]),
        ("fake.png", b"not a picture", "projects/a/README.md:3", ["«fake.png»", "nothing that browsers show"]),
        ("cut.png", png()[:-20], "projects/a/README.md:3", ["«cut.png»", "cut off"]),
        ("lfs.png", b"version https://git-lfs.github.com/spec/v1\n", "projects/a/README.md:3", ["Git LFS"]),
        ("big.png", claiming(9000, 8000), "projects/a/big.png", ["9000 × 8000 pixels", "50 million", "README.md"]),
        ("bomb.png", claiming(65_535, 65_535), "projects/a/bomb.png", ["65535 × 65535"]),
        ("line.png", claiming(1, 90_000), "projects/a/line.png", ["65535 a side"]),
    ],
)
def test_what_cannot_be_shown_is_a_warning_with_its_place(
    make_site: Callable[..., Path], target: str, data: bytes, place: str, words: Sequence[str]
) -> None:
    text = f"# A\n\n![x]({target})\n\n![y]({target})\n"
    (problem,) = found(make_site({"projects/a/README.md": text, f"projects/a/{target}": data}))
    assert (problem.place, problem.severity) == (place, Severity.WARNING)
    assert all(word in problem.message for word in words)
    assert problem.hint


def test_the_setting_that_allows_a_picture_is_named(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/a/README.md": "# A\n\n![x](b.png)\n", "projects/a/b.png": claiming(9000, 8000)})
    assert "`extra.inpublic.limits.megapixels: 72`" in found(root)[0].hint


@pytest.mark.parametrize(
    ("megabytes", "severity", "words"),
    [(101, Severity.ERROR, "over the limit of 100 MB"), (60, Severity.WARNING, "over half the limit of 100 MB")],
)
@pytest.mark.parametrize("name", ["film.mp4", "photo.png"])
def test_a_large_file_is_named_with_its_size(
    make_site: Callable[..., Path], name: str, megabytes: int, severity: Severity, words: str
) -> None:
    text = "# A\n\n" + (f"![x]({name})" if name.endswith("png") else f'<video src="{name}" controls></video>')
    root = make_site({"projects/a/README.md": text, f"projects/a/{name}": png()})
    os.truncate(root / "projects/a" / name, megabytes * 1_000_000)
    (problem,) = found(root)
    assert (problem.path, problem.severity) == (f"projects/a/{name}", severity)
    assert words in problem.message
    assert f"{megabytes}" in problem.message


def test_a_picture_that_readers_wait_for_is_a_warning(make_site: Callable[..., Path]) -> None:
    noise = [Image.frombytes("L", (2300, 1500), random.Random(n).randbytes(2300 * 1500)) for n in range(4)]
    target = io.BytesIO()
    noise[0].save(target, "GIF", save_all=True, append_images=noise[1:])
    root = make_site({"projects/a/README.md": "# A\n\n![x](b.gif)\n", "projects/a/b.gif": target.getvalue()})
    (problem,) = found(root)
    assert (problem.path, problem.severity) == ("projects/a/b.gif", Severity.WARNING)
    assert "readers of projects/a/README.md load" in problem.message


def test_an_unshown_picture_is_spoken_of_once_and_its_words_stand_there(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/a/README.md": "# A\n\n![my words](e.png)\n", "projects/a/e.png": b""})
    (root / "mkdocs.yml").write_text((root / "mkdocs.yml").read_text().replace("repo_url", "# repo_url"))
    report = load_website(load_config(root, {}))
    assert sum("e.png" in problem.message for problem in report.problems) == 1


def test_sound_files_are_not_spoken_of(make_site: Callable[..., Path]) -> None:
    text = '# A\n\n![x](a.png)\n\n![y](a.svg)\n\n<video src="f.mp4" controls></video>\n\n[data](d.csv)\n'
    files = {"a.png": png(), "a.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>', "f.mp4": b"film", "d.csv": ""}
    assert not found(
        make_site({"projects/a/README.md": text} | {f"projects/a/{name}": data for name, data in files.items()})
    )
