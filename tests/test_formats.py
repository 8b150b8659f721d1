"""One run, told to people, to programs and to GitHub."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path, PurePosixPath

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from inpublic.document import Document
from inpublic.errors import InpublicError, Problem, Severity
from inpublic.load import BuildReport
from inpublic.project import Entry, Record
from inpublic.settings.config import Config
from inpublic.telling.formats import (
    annotated,
    annotated_stop,
    as_json,
    cell_lines,
    disarmed,
    human,
    human_advice,
    human_stop,
    pasted,
)
from inpublic.website import Page, Project, Website
from inpublic.writing.tree import TreeReport

HOSTILE = "a\n::error::b\x1b[31m%0A,:"


def commands(*problems: Problem, line: int | None = None, folder: str = "", room: int = 10) -> list[str]:
    return list(annotated(problems, lambda problem: problem.line or line, folder=PurePosixPath(folder), room=room))


def test_people_read_the_place_the_fault_and_the_remedy() -> None:
    problem = Problem("projects/a.md", "«levle» is no key", "Did you mean «level»?", 2, severity=Severity.WARNING)
    assert click.unstyle(human(problem)) == ("projects/a.md:2: warning: «levle» is no key\n  → Did you mean «level»?")
    assert "\x1b[33mwarning:" in human(problem)
    assert click.unstyle(human(Problem("projects/a.md", "is empty"))) == "projects/a.md: error: is empty"
    assert click.unstyle(human_stop(InpublicError("no mkdocs.yml", "make one"))) == "error: no mkdocs.yml\n  → make one"


LEAK = Problem("a.md", "key", "Revoke it.", 2, common=("Then take it out.",), paste=("extra:", "  f-1: why"))
OTHER = replace(LEAK, path="b.md", paste=("extra:", "  f-2: why"))


def test_people_read_once_what_problems_have_in_common() -> None:
    assert click.unstyle(human(LEAK)) == "a.md:2: error: key\n  → Revoke it."
    advice = [click.unstyle(line) for line in human_advice([LEAK, OTHER, Problem("c.md", "x", "y")])]
    assert advice == ["  → Then take it out.", "extra:", "  f-1: why", "  f-2: why"]
    assert list(human_advice([])) == []


def test_of_ever_so_many_lines_to_paste_people_are_shown_the_first() -> None:
    found = pasted([replace(LEAK, paste=(f"f-{number}: why",)) for number in range(40)])
    assert found[-2:] == ["f-14: why", "      # and 25 more, whose names stand above"]


def test_programs_and_github_are_told_all_of_every_problem() -> None:
    document = json.loads(as_json(None, [LEAK, OTHER], None))
    assert document["problems"][1]["hint"] == "Revoke it. Then take it out.\nextra:\n  f-2: why"
    assert commands(OTHER)[0].endswith("::key%0ARevoke it. Then take it out.%0Aextra:%0A  f-2: why")


def test_names_and_values_add_no_line_and_no_colour_for_people() -> None:
    shown = click.unstyle(human(Problem(f"projects/{HOSTILE}.md", HOSTILE, HOSTILE)))
    assert len(shown.split("\n")) == 2
    assert "\x1b" not in shown


def test_an_annotation_names_file_line_and_remedy() -> None:
    problem = Problem("projects/a.md", "«date» is not a date", "Write year-month-day.", 3)
    assert commands(problem) == ["::error file=projects/a.md,line=3::«date» is not a date%0AWrite year-month-day."]


def test_an_annotation_of_a_cell_says_which_and_points_at_its_place_in_the_file() -> None:
    problem = Problem("projects/a.ipynb", "damaged", cell=4, severity=Severity.WARNING)
    assert commands(problem, line=90, folder="site") == [
        "::warning file=site/projects/a.ipynb,line=90,title=cell 4::damaged"
    ]
    assert "title=cell 4%2C line 2::" in commands(Problem("a.ipynb", "x", line=2, cell=4))[0]


def test_errors_are_annotated_first_and_notes_last() -> None:
    problems = [Problem("a.md", severity.value, severity=severity) for severity in Severity]
    assert [command.split(" ")[0] for command in commands(*problems)] == ["::error", "::warning", "::notice"]


def test_more_annotations_than_github_shows_end_with_how_many_are_left() -> None:
    found = commands(*[Problem("a.md", str(number)) for number in range(25)])
    assert len(found) == 10
    assert found[-1] == "::error::16 more like this are in the log of this step"
    assert len(commands(*[Problem("a.md", str(number)) for number in range(10)])) == 10


def test_names_and_values_forge_no_second_command() -> None:
    hostile = Problem(f"projects/{HOSTILE}.md", HOSTILE, HOSTILE)
    [command] = commands(hostile)
    assert command == (
        r"::error file=projects/a\n%3A%3Aerror%3A%3Ab\x1b[31m%250A%2C%3A.md::"
        r"a\n::error::b\x1b[31m%250A,:%0Aa\n::error::b\x1b[31m%250A,:"
    )
    assert annotated_stop(InpublicError("a\n::error::b", "c")) == r"::error::a\n::error::b%0Ac"


def test_the_older_marks_of_commands_mean_nothing_in_a_log() -> None:
    assert "##[" not in disarmed("a.md: error: ##[add-mask]e")


@settings(max_examples=100, deadline=None)
@given(path=st.text(), message=st.text(), hint=st.text())
def test_every_annotation_is_one_line(path: str, message: str, hint: str) -> None:
    [command] = commands(Problem(path, message, hint))
    assert len(command.splitlines()) == 1
    assert command.startswith("::error")


NOTEBOOK = {
    "metadata": {"cells": [{"not": "a cell"}], "text": '"cells": [{'},
    "cells": [
        {"cell_type": "markdown", "source": ["a [ {\n", 'b " \\\n'], "metadata": {"tags": [{}]}},
        {"cell_type": "code", "source": [], "outputs": [{"data": {}}], "metadata": {}},
    ],
    "nbformat": 4,
}


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_cells_are_found_in_the_file(indent: int | None) -> None:
    text = json.dumps(NOTEBOOK, indent=indent)
    starts = cell_lines(text)
    assert len(starts) == 2
    if indent:
        lines = text.split("\n")
        assert all(lines[start - 1].strip() == "{" for start in starts)
        assert '"markdown"' in lines[starts[0]]
        assert '"code"' in lines[starts[1]]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"cells": {}}', '{"cells": "x"}', '{"worksheets": [{"cells": [{}]}]}', "]]}}"]
)
def test_what_is_no_notebook_has_no_cells(text: str) -> None:
    assert cell_lines(text) == ()


def report(*problems: Problem) -> BuildReport:
    source = PurePosixPath("projects/taxi.md")
    page = Page(source, PurePosixPath("projects/taxi/index.md"), "Taxi", Document("Taxi", ()))
    entry = Entry("taxi", source.parent, (source,), source, (source,))
    project = Project(entry, Record(title="Taxi", slug="taxi", date=date(2026, 3, 1)), {}, (page,))
    website = Website(Config(Path(), site_url="https://ada.example/"), (project,), {})
    return BuildReport(website, problems, ("broken",), ("later",), TreeReport(3, 2, 1))


def test_the_json_document_is_as_the_guide_says() -> None:
    problem = Problem("projects/n.ipynb", "damaged", "run it again", cell=2, severity=Severity.WARNING)
    assert json.loads(as_json(report(problem), [problem], None)) == {
        "version": 1,
        "stopped": None,
        "problems": [
            {
                "severity": "warning",
                "path": "projects/n.ipynb",
                "line": None,
                "cell": 2,
                "place": "projects/n.ipynb: cell 2",
                "message": "damaged",
                "hint": "run it again",
            }
        ],
        "projects": [
            {
                "slug": "taxi",
                "title": "Taxi",
                "path": "projects/taxi.md",
                "date": "2026-03-01",
                "url": "https://ada.example/projects/taxi/",
            }
        ],
        "left_out": ["broken"],
        "drafts": ["later"],
        "counts": {"notes": 0, "warnings": 1, "errors": 0, "projects": 1, "pages": 1, "written": 2, "removed": 1},
    }


def test_the_json_document_of_a_run_that_was_stopped_says_so() -> None:
    document = json.loads(as_json(None, [], InpublicError("no mkdocs.yml", "make one")))
    assert document["stopped"] == {"message": "no mkdocs.yml", "hint": "make one"}
    assert document["problems"] == document["projects"] == document["left_out"] == document["drafts"] == []


def test_the_json_document_is_ascii_and_holds_no_half_characters() -> None:
    text = as_json(None, [Problem("projects/\udcff鸢.md", "«\x1b»")], None)
    assert text.isascii()
    [problem] = json.loads(text)["problems"]
    assert problem["path"] == "projects/\\udcff鸢.md"
    assert problem["message"] == "«\x1b»"
