import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.errors import Problem, Severity
from inpublic.project import Layer, Level, Record, Result, Verify
from inpublic.records.fields import FIELDS
from inpublic.records.record import merge, parse_layer, parse_metadata


def read(text: str, line: int = 1, cell: int | None = None) -> tuple[dict[str, object], tuple[Problem, ...]]:
    layer, problems = parse_layer(text, origin="front matter of a.md", path="projects/a.md", line=line, cell=cell)
    assert layer.origin == "front matter of a.md"
    return dict(layer.values), problems


def test_a_layer_holds_typed_values_of_what_was_said() -> None:
    values, problems = read("title: Fares\nlevel: beginner\ndate: 2024-05-01\nresults: {metric: R2, value: 0.90}\n")
    assert problems == ()
    assert values == {
        "title": "Fares",
        "level": Level.BEGINNER,
        "date": date(2024, 5, 1),
        "results": (Result("R2", "0.90", higher_is_better=True),),
    }


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("title:\nsummary: ''\nlevel: ~", {}, id="nothing after the key"),
        pytest.param("tags: []", {"tags": ()}, id="an empty list is said"),
        pytest.param("draft: false", {"draft": False}, id="false is said"),
        pytest.param("description: b\nsummary: a", {"summary": "a"}, id="our name goes first"),
        pytest.param("categories: [a]\nkeywords: [b]", {"tags": ("a",)}, id="then the first"),
        pytest.param("published: false", {"draft": True}, id="jekyll's draft"),
        pytest.param("status: draft", {"draft": True}, id="pelican's draft"),
        pytest.param("date: today", {}, id="a date that moves"),
        pytest.param("jupytext: {a: [1]}\nformat:\n  html: {toc: true}\nx-mine: 1", {}, id="keys of others"),
        pytest.param("", {}, id="empty"),
    ],
)
def test_what_is_said_without_fault_makes_no_problem(text: str, values: dict[str, object]) -> None:
    assert read(text) == (values, ())


@pytest.mark.parametrize(
    ("text", "place", "message", "hint", "severity"),
    [
        pytest.param(
            "title: A\nlevel: expert",
            "projects/a.md: cell 3, line 11",
            "«level» must be beginner, intermediate, advanced or capstone, not «expert»",
            "Did you mean «advanced»?",
            Severity.ERROR,
            id="wrong value",
        ),
        pytest.param(
            "titel: A",
            "projects/a.md: cell 3, line 10",
            "«titel» is no key we know",
            "Did you mean «title»?",
            Severity.WARNING,
            id="slip",
        ),
        pytest.param(
            "qqq: A",
            "projects/a.md: cell 3, line 10",
            "«qqq» is no key we know",
            "`inpublic show` lists the keys there are.",
            Severity.WARNING,
            id="unknown key",
        ),
        pytest.param(
            "datasets:\n  - name: a\n    nmae: b",
            "projects/a.md: cell 3, line 12",
            "«nmae» is no key of «datasets»",
            "Did you mean «name»?",
            Severity.WARNING,
            id="slip in an entry",
        ),
        pytest.param(
            "image: /img/a.png",
            "projects/a.md: cell 3, line 10",
            "«image» must be a relative path or an address, not «/img/a.png»",
            "Write a path relative to the project's folder, such as figures/cover.png, or an https address.",
            Severity.WARNING,
            id="right for another tool",
        ),
        pytest.param(
            "a: 1\ntitle: Part 1: x",
            "projects/a.md: cell 3, line 11",
            "front matter of a.md is not valid YAML: mapping values are not allowed in this context",
            "Put the value in quotes: it has a colon in it.",
            Severity.ERROR,
            id="no yaml",
        ),
    ],
)
def test_a_fault_is_a_problem_with_its_place(
    text: str, place: str, message: str, hint: str, severity: Severity
) -> None:
    _, (problem,) = read(text, line=10, cell=3)
    assert (problem.place, problem.message, problem.hint, problem.severity) == (place, message, hint, severity)


def test_a_field_that_does_not_fit_leaves_the_others_alone_and_problems_come_in_order() -> None:
    values, problems = read("sumary: x\ntitle: [a]\nlevel: beginner\ndate: soon\n")
    assert values == {"level": Level.BEGINNER}
    assert [problem.line for problem in problems] == [1, 2, 4]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("ab:-[]{}&*!|>'\"#%@\n\t ,?~.1"), st.characters())))
def test_any_text_makes_a_layer(text: str) -> None:
    values, problems = read(text)
    assert set(values) <= set(FIELDS)
    assert all(problem.message and problem.line for problem in problems)


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates().map(str)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(list(FIELDS)), ANYTHING, max_size=4))
def test_any_value_of_any_field_is_taken_or_reported(document: dict[str, object]) -> None:
    layer, problems = parse_metadata(json.dumps(document), path="projects/a.ipynb")
    unset = {name for name, value in document.items() if value is None or not str(value).strip()}
    named = {name for name in document if any(f"«{name}»" in problem.message for problem in problems)}
    whole = any(problem.message.startswith("metadata of") for problem in problems)
    moving = {"date", "updated"}
    assert whole or set(document) - unset - moving <= set(layer.values) | named


def test_the_metadata_of_a_notebook_is_read_from_json() -> None:
    text = json.dumps({"title": "Größe 🚀", "results": [{"metric": "R2", "value": 0.5}], "verify": {"timeout": 60}})
    layer, problems = parse_metadata(text, path="projects/a/b.ipynb")
    assert problems == ()
    assert layer == Layer(
        "metadata of b.ipynb",
        {"title": "Größe 🚀", "results": (Result("R2", "0.5", higher_is_better=True),), "verify": Verify(timeout=60)},
    )


def test_numbers_of_metadata_stay_as_written() -> None:
    layer, _ = parse_metadata('{"results": {"metric": "R2", "value": 0.90}}', path="a.ipynb")
    assert layer.values == {"results": (Result("R2", "0.90", higher_is_better=True),)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[1]", "must be lines of the form"),
        ('{"title": "\\ud800"}', "cannot be shown"),
        ('{"level": "expert"}', "«level» must be"),
    ],
    ids=["json", "deep", "list", "surrogate", "value"],
)
def test_faults_of_metadata_name_the_notebook_and_no_line(text: str, message: str) -> None:
    _, (problem,) = parse_metadata(text, path="projects/a.ipynb")
    assert problem.place == "projects/a.ipynb"
    assert message in problem.message


def test_empty_metadata_says_nothing() -> None:
    assert parse_metadata("", path="a.ipynb") == (Layer("metadata of a.ipynb"), ())


def test_the_first_layer_that_has_a_field_wins_and_is_named() -> None:
    record, origins = merge(
        [
            Layer("project.yml", {"title": "A", "tags": ()}),
            Layer("git", {"date": date(2024, 5, 1), "title": "B"}),
            Layer("imports", {"tags": ("pandas",)}),
        ]
    )
    assert record == Record(title="A", date=date(2024, 5, 1))
    assert origins == {"title": "project.yml", "date": "git", "tags": "project.yml"}


def test_no_layers_make_an_empty_record() -> None:
    assert merge([]) == (Record(), {})


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.text(max_size=3),
        "tags": st.lists(st.text(max_size=3), max_size=2).map(tuple),
        "draft": st.booleans(),
        "level": st.sampled_from(Level),
    },
)
LAYERS = st.lists(st.builds(Layer, st.sampled_from(["a", "b", "c"]), VALUES), max_size=4)


@settings(max_examples=100, deadline=None)
@given(LAYERS, LAYERS)
def test_merging_in_steps_or_at_once_is_the_same(strong: list[Layer], weak: list[Layer]) -> None:
    record, origins = merge([*strong, *weak])
    first, first_origins = merge(strong)
    second, second_origins = merge(weak)
    assert origins == second_origins | first_origins
    for name in origins:
        assert getattr(record, name) == getattr(first if name in first_origins else second, name)
    assert merge([*strong, *strong, *weak]) == (record, origins)
    assert merge([Layer("empty"), *strong, *weak]) == (record, origins)


def test_the_record_in_the_guide_says_something_of_every_field_and_is_read_without_a_problem() -> None:
    guide = (Path(__file__).parents[1] / "GUIDE.md").read_text("utf-8")
    example = guide.split("```yaml\n", 1)[1].split("```", 1)[0]
    layer, problems = parse_layer(example, origin="GUIDE.md", path="GUIDE.md")
    assert problems == ()
    assert FIELDS.keys() - layer.values.keys() == {"verify"}  # nothing is run yet
