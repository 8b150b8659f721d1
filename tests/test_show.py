from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from inpublic.project import Dataset, Kind, Level, Record, Result, Source, Stage, Verify
from inpublic.records.record import parse_layer
from inpublic.show import format_record

FULL = Record(
    title="Fares: a study # 1",
    summary="What came out.",
    date=date(2024, 5, 1),
    updated=date(2024, 6, 1),
    slug="fares",
    aliases=("old",),
    id="tag:example.org,2024-05-01:fares",
    tags=("no", "2024", "预测"),
    skills=("pandas",),
    level=Level.BEGINNER,
    based_on=(Source("Course", "https://example.org"),),
    kind=Kind.NOTE,
    stages=(Stage.DATA, Stage.TRAINING),
    datasets=(Dataset("Trips"),),
    results=(Result("RMSE", "3.20", baseline="5.40", higher_is_better=False),),
    demo="https://example.org/demo",
    draft=True,
    lang="no",
    verify=Verify("skip", "GPU", 60),
)

Run = Callable[..., click.testing.Result]
MakeSite = Callable[[Mapping[str, str | bytes]], Path]
SHOWN = st.characters(codec="utf-8", categories=["L", "N", "P", "S"])


def test_each_value_is_shown_with_where_it_came_from_and_the_rest_is_named() -> None:
    record = Record(title="A", tags=("x", "y"), results=(Result("R2", "0.90"),))
    text = format_record(record, {"title": "project.yml", "tags": "imports", "results": "project.yml"})
    lines = text.splitlines()
    assert lines[:4] == [
        'title: "A"  # project.yml',
        'tags: ["x", "y"]  # imports',
        "results:  # project.yml",
        '  - {metric: "R2", value: "0.90"}',
    ]
    assert lines[4].startswith("# not set: summary, date, updated,")
    assert "title" not in lines[4]
    assert text.endswith("\n")


HELD = "---\ndate: last Tuesday\ntags: [a]\n---\n# Taxi fares\n"


def test_of_a_project_that_is_left_out_it_is_said_why(make_site: MakeSite, run: Run) -> None:
    result = run("show", "taxi", "--root", make_site({"projects/taxi.md": HELD}))
    assert result.exit_code == 0
    assert "projects/taxi.md:2: error: «date» is not a date" in result.output
    assert "# left out of the site until its errors are mended" in result.output
    assert 'tags: ["a"]' in result.output


def test_of_a_draft_it_is_said_that_it_is_one(make_site: MakeSite, run: Run) -> None:
    site = make_site({"projects/taxi.md": "---\ndraft: true\n---\n# Taxi\n", "projects/b.md": "# B\n"})
    assert run("show", "taxi", "--root", site).output.startswith("# a draft: it is not published\n")
    assert "# a draft" not in run("show", "b", "--root", site).output


@pytest.mark.parametrize(
    ("slug", "hint"),
    [("taxis", "Did you mean «taxi»?"), ("zzz", "There are: n00, n01, n02, n03, n04, n05, n06, n07, n08, n09, …")],
)
def test_a_project_that_is_not_there_is_told_with_the_nearest_or_some_that_are(
    make_site: MakeSite, run: Run, slug: str, hint: str
) -> None:
    files = {f"projects/n{number:02}.md": "# N\n" for number in range(12)}
    result = run("show", slug, "--root", make_site({**files, "projects/taxi.md": HELD}))
    assert result.exit_code == 1
    assert f"there is no project «{slug}»\n  → {hint}" in result.output


def test_what_is_shown_is_a_project_yml_that_says_the_same() -> None:
    said = {field.name for field in fields(Record) if getattr(FULL, field.name) != getattr(Record(), field.name)}
    layer, problems = parse_layer(format_record(FULL, dict.fromkeys(said, "x")), origin="shown", path="p")
    assert problems == ()
    assert layer.values == {name: getattr(FULL, name) for name in said}


@settings(max_examples=100, deadline=None)
@given(st.text(SHOWN, min_size=1), st.text(SHOWN))
def test_any_title_and_any_origin_survive(title: str, origin: str) -> None:
    shown = format_record(replace(Record(), title=title), {"title": origin})
    layer, problems = parse_layer(shown, origin="shown", path="p")
    assert (dict(layer.values), problems) == ({"title": title}, ())
