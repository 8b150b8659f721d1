"""Names that every system can store and tell apart."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.records.slug import slugify
from inpublic.writing.safepath import fault_of, faults_of, safe_name

# Fragments that have a meaning somewhere, so that examples get to the corners.
NAMES = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(
            [".", "..", " ", "/", "\\", ":", "con", "NUL", "com1", "é", "e\u0301", "\x00", "x" * 300, ".ipynb"]
        ),
        min_size=1,
        max_size=6,
    ).map("".join),
)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("projects/taxi/index.md", ""),
        ("projects/出租车/Über uns.ipynb", ""),
        ("assets/console.js", ""),
        ("../x", "leads out"),
        ("/x", "leads out"),
        ("C:x", "«:»"),
        ("a/aux", "device"),
        ("a/AUX .md", "device"),
        ("Con/b.md", "device"),
        ("a/com1.tar.gz", "device"),
        ("a/com10/auxiliary.md", ""),
        ("a/../b", "leads out"),
        ("a/b.", "dot or blank"),
        ("a/\x7f", "cannot be shown"),
        (f"{'x' * 256}", "255 bytes"),
    ],
)
def test_a_path_is_refused_with_its_reason(path: str, reason: str) -> None:
    fault = fault_of(PurePosixPath(path))
    assert reason in fault
    assert bool(reason) is bool(fault)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("taxi.ipynb", "taxi.ipynb"),
        ("What? A test: 1/2.ipynb", "What- A test- 1-2.ipynb"),
        ("nul.ipynb", "file-nul.ipynb"),
        ("con.tar.ipynb", "file-con.tar.ipynb"),
        (" .hidden .ipynb", "hidden.ipynb"),
        ("cafe\u0301.IPYNB", "café.IPYNB"),
        (f"{'ä' * 124}.ipynb", f"{'ä' * 124}.ipynb"),
        (f"{'ä' * 200}.ipynb", f"{'ä' * 124}.ipynb"),
        ("...", "file"),
    ],
)
def test_a_file_name_of_its_author_becomes_one_for_every_system(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@settings(max_examples=100, deadline=None)
@given(name=NAMES)
def test_every_name_can_be_made_safe_and_twice_is_as_once(name: str) -> None:
    safe = safe_name(name)
    assert fault_of(PurePosixPath(safe)) == ""
    assert "/" not in safe
    assert safe_name(safe) == safe


@settings(max_examples=100, deadline=None)
@given(name=NAMES)
def test_a_slug_is_always_a_name_that_every_system_can_store(name: str) -> None:
    assert fault_of(PurePosixPath(slugify(name))) == ""


@settings(max_examples=100, deadline=None)
@given(names=st.lists(st.sampled_from(["a", "A", "a/b", "A/c", "é", "e\u0301", "d/E", "D/e"]), max_size=8))
def test_what_is_not_refused_never_meets_on_a_system_that_ignores_case(names: list[str]) -> None:
    paths = [PurePosixPath(name) for name in names]
    kept = [path for path, fault in zip(paths, faults_of(paths), strict=True) if not fault]
    shown = [path.as_posix().casefold().replace("e\u0301", "é") for path in kept]
    assert len(set(shown)) == len(shown)
    assert not any(other.startswith(f"{one}/") for one in shown for other in shown)
