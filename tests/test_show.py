from dataclasses import fields, replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

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
