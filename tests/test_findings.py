"""What was found is masked at once, told with its place and remedy, and silent where it is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.document import Finding
from inpublic.errors import Problem, Severity
from inpublic.gate.findings import collect, scan
from inpublic.gate.kinds import INSTEAD, Kind, Match
from inpublic.gate.masks import blur, identifier, mask
from inpublic.gate.verdict import Allowance, problems, unused
from inpublic.gate.wrappings import Place
from inpublic.settings.config import load_config

KEY = Kind("test key", is_secret=True, remedy="Revoke it first.")
HOME = Kind("home path", is_secret=False, remedy="Clear the output.")
SECRET = "key-0123456789abcdefghij"


def find(places: Iterable[Place]) -> Iterator[tuple[Place, list[Match]]]:
    for place in places:
        matches = re.finditer(r"key-\w+|/home/\w+", place.text)
        yield place, [Match(KEY if found[0].startswith("key") else HOME, *found.span()) for found in matches]


def found(*places: Place) -> list[Finding]:
    return list(collect(places, find))


def report(*places: Place, allowed: Allowance = Allowance()) -> list[Problem]:  # noqa: B008 - frozen
    return list(problems("projects/a.ipynb", collect(places, find), allowed))


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        ("", "…"),
        ("abcd", "…"),
        ("hunter2", "h…"),
        ("correct-horse", "co…"),
        ("ghp_0123456789abcdxy", "ghp_…xy"),
        ("-----BEGIN PRIVATE KEY-----\nabc", "----…bc"),
    ],
)
def test_a_secret_is_masked_and_a_short_one_more_so(secret: str, shown: str) -> None:
    assert mask(secret) == shown


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=100, deadline=None)
def test_a_mask_never_shows_more_than_four_and_two_characters_nor_the_length(secret: str) -> None:
    start, _, end = mask(secret).rpartition("…")
    assert len(start) <= 4
    assert len(end) <= 2
    assert len(start + end) <= len(secret) * 0.4
    assert len(blur(secret)) <= min(8, len(secret) + 1)


def test_an_identifier_is_the_same_wherever_the_value_stands_and_tells_nothing_of_it() -> None:
    (a,), (b,) = found(Place(SECRET, "source", 1)), found(Place(f"x\n{SECRET}", "output", 7))
    assert a.identifier == b.identifier == identifier("test key", SECRET)
    assert re.fullmatch("f-[0-9a-f]{12}", a.identifier)
    assert identifier("other key", SECRET) != a.identifier


def test_a_value_is_reported_once_in_each_sort_of_place_where_it_stands_first() -> None:
    places = [Place(f"a\n{SECRET}", "source", 1), Place(SECRET, "output", 2), Place(SECRET, "output", 3)]
    assert [(one.where, one.cell, one.line, one.count) for one in found(*places)] == [
        ("source", 1, 2, 1),
        ("output", 2, 1, 2),
    ]


def test_the_line_counts_from_where_the_text_begins() -> None:
    text = f"/home/ada\n\nx = '{SECRET}'"
    assert [(one.kind, one.line) for one in found(Place(text, "text", line=5))] == [("test key", 7), ("home path", 5)]
    assert found(Place(SECRET, "metadata", 2, None))[0].line is None


def test_no_finding_holds_what_was_found() -> None:
    assert SECRET not in repr(found(Place(SECRET, "source", 1)))
    assert SECRET[6:] not in repr(report(Place(SECRET, "source", 1)))


def test_a_simple_password_is_masked_like_a_secret_though_it_is_only_a_warning() -> None:
    (one,) = scan(".md", b"password = 'Berlin2024'\n")
    assert (one.kind, one.is_secret, one.masked) == ("simple password", False, "Be…")


def test_a_known_text_is_a_finding_as_it_is() -> None:
    (one,) = found(Place("47.3° N, 8.5° E", "picture's metadata", 3, None, HOME))
    assert (one.kind, one.masked, one.cell) == ("home path", "47.3° N…", 3)


def test_thousands_of_personal_values_are_cut_short_and_secrets_are_not() -> None:
    text = "\n".join([*(f"/home/user{n}" for n in range(1000)), *(f"key-{n}" for n in range(200))])
    findings = found(Place(text, "output", 1))
    assert sum(one.is_secret for one in findings) == 200
    assert sum(not one.is_secret for one in findings) == 100


def test_a_message_names_place_masks_and_says_what_to_do_and_how_to_allow() -> None:
    (problem,) = report(Place(f"\n'{SECRET}'", "traceback", 4))
    assert str(problem) == "projects/a.ipynb: cell 4, line 2: test key «key-…ij» in the traceback"
    assert problem.severity is Severity.ERROR
    assert problem.hint.startswith("Revoke it first. ")
    assert problem.hint.endswith(f"Its name for `allow:` is {identifier('test key', SECRET)}.")
    assert problem.common == (INSTEAD,)


@pytest.mark.parametrize("has_allow", [False, True])
def test_what_is_to_be_pasted_is_understood_as_it_stands(tmp_path: Path, has_allow: bool) -> None:
    settings = "site_name: Ada\n" + ("extra:\n  inpublic:\n    allow:\n      f-0: old\n" if has_allow else "")
    file = tmp_path / "mkdocs.yml"
    file.write_text(settings)
    (problem,) = report(Place(SECRET, "source", 1), allowed=Allowance(load_config(tmp_path, {}).allow))
    file.write_text(settings + "\n".join(problem.paste))
    assert identifier("test key", SECRET) in load_config(tmp_path, {}).allow


def test_personal_matters_of_one_kind_are_one_warning_of_a_file() -> None:
    (problem,) = report(*(Place(f"/home/ada{n}/x", "output", n) for n in range(4, 9)))
    assert problem.message == "home path «/home/a…» in the output (and 4 more in this file)"
    assert (problem.cell, problem.severity) == (4, Severity.WARNING)
    assert problem.hint.count("f-") == 3


def test_what_is_allowed_is_silent_and_the_author_s_own_address_always() -> None:
    name = identifier("test key", SECRET)
    assert report(Place(SECRET, "source", 1), allowed=Allowance({name})) == []
    assert report(Place("/home/ada", "source", 1), allowed=Allowance(email="/home/ada")) == []
    assert len(report(Place(f"{SECRET} key-2", "source", 1), allowed=Allowance({name}))) == 1


def test_an_allowance_that_matches_nothing_is_noted() -> None:
    findings = found(Place(SECRET, "source", 1))
    allow = {findings[0].identifier: "a fake", "f-000000000000": "old"}
    (note,) = unused(allow, findings)
    assert (note.path, note.severity) == ("mkdocs.yml", Severity.NOTE)
    assert "f-000000000000" in note.message


def test_a_file_is_scanned_by_the_ending_of_its_name() -> None:
    assert [one.where for one in scan(".md", SECRET.encode(), find)] == ["text"]
    assert [one.where for one in scan(".py", SECRET.encode(), find)] == ["file"]
