"""What the author is told kindly, and when nothing is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from inpublic.checking.coaching import AT_MOST, advise, coaching
from inpublic.errors import Problem, Severity
from inpublic.load import load_website
from inpublic.project import Kind, Origin, Record, Result, Source
from inpublic.settings.config import load_config

WHOLE = Record(
    origin=Origin.OWN, problem="What does it cost?", results=(Result("MAE", "1.9", "2.3", higher_is_better=False),)
)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        pytest.param(
            Record(results=(Result("F1", "0.87"),)), "«F1 0.87» has no baseline, and a result", id="no baseline"
        ),
        pytest.param(
            Record(results=(Result("MAE", "21,340", "79,200"),)), "cannot be compared", id="a comma that may be either"
        ),
        pytest.param(Record(results=(Result("F1", "0.4", "40 %"),)), "cannot be compared", id="two units"),
        pytest.param(Record(results=(Result("Size", "1 MB", "9 MB"),)), "more or less is better", id="which way"),
        pytest.param(Record(origin=Origin.EXTENDED), "does not say how", id="extended without what changed"),
        pytest.param(Record(origin=Origin.GUIDED), "does not say whose", id="guided without a source"),
        pytest.param(Record(origin=Origin.OWN), "no result yet", id="no result"),
        pytest.param(
            Record(results=(Result("F1", "0.87", "0.75", higher_is_better=True),)), "what question", id="no problem"
        ),
    ],
)
def test_the_one_thing_is_named_that_a_reader_misses_most(record: Record, message: str) -> None:
    advice = advise(record)
    assert advice
    assert message in advice[0]


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(WHOLE, id="nothing is missing"),
        pytest.param(
            Record(problem="Which?", results=(Result("F1", "0.87", "a coin", higher_is_better=True),)),
            id="a baseline in words",
        ),
        pytest.param(Record(kind=Kind.NOTE), id="a note"),
        pytest.param(Record(kind=Kind.READING), id="a reading"),
        pytest.param(
            Record(
                kind=Kind.REPLICATION,
                origin=Origin.REPLICATED,
                based_on=(Source("Cobb 1978"),),
                problem="When?",
                results=(Result("Year", "1898"),),
            ),
            id="a replication has what was published for a baseline",
        ),
        pytest.param(
            Record(problem="Who is better?", results=(Result("F1", "0.87", human="0.9", higher_is_better=True),)),
            id="people for a baseline",
        ),
    ],
)
def test_nothing_is_said_where_nothing_is_missing(record: Record) -> None:
    assert advise(record) is None


def notes(root: Path) -> list[Problem]:
    return list(coaching(load_website(load_config(root, {})).website))


def begun(day: int) -> str:
    return f"---\ndate: 2026-01-{day:02}\nlevel: beginner\n---\n# A {day}\n"


def test_the_newest_projects_get_one_note_each_and_few_in_all(make_site: Callable[..., Path]) -> None:
    found = notes(make_site({f"projects/a{day}.md": begun(day) for day in range(1, AT_MOST + 3)}))
    assert [note.path for note in found] == [f"projects/a{day}.md" for day in range(AT_MOST + 2, 2, -1)]
    assert {note.severity for note in found} == {Severity.NOTE}


def test_a_note_names_the_file_that_has_the_record(make_site: Callable[..., Path]) -> None:
    (note,) = notes(make_site({"projects/a/README.md": "# A", "projects/a/project.yml": "level: beginner\n"}))
    assert note.path == "projects/a/project.yml"


def test_who_only_drops_notebooks_hears_nothing(make_site: Callable[..., Path]) -> None:
    assert (
        notes(make_site({"projects/a.md": "---\ntitle: A\ndate: 2026-01-01\n---\nText", "projects/b.md": "# B"})) == []
    )


def test_a_setting_ends_it(make_site: Callable[..., Path]) -> None:
    settings = "site_name: Ada\nextra: {inpublic: {coaching: false}}\n"
    assert notes(make_site({"mkdocs.yml": settings, "projects/a.md": begun(1)})) == []


def test_a_note_turns_no_build_red(make_site: Callable[..., Path]) -> None:
    report = load_website(load_config(make_site({"projects/a.md": begun(1)}), {}))
    assert not report.failed
    assert [problem.severity for problem in report.problems] == [Severity.NOTE]
