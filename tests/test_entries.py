import pytest

from inpublic.project import Dataset, Result, Source, Verify
from inpublic.records import entries
from inpublic.records.parsers import Parser
from inpublic.records.yamltext import MisreadError, read_yaml

parse_datasets = entries.parse_each(entries.parse_dataset)
parse_results = entries.parse_each(entries.parse_result)
parse_sources = entries.parse_each(entries.parse_source)


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        pytest.param(parse_datasets, "Iris", (Dataset("Iris"),), id="a name"),
        pytest.param(parse_datasets, "[Iris, ~, Wine]", (Dataset("Iris"), Dataset("Wine")), id="names"),
        pytest.param(parse_datasets, "https://a.org/d", (Dataset("https://a.org/d", "https://a.org/d"),), id="address"),
        pytest.param(
            parse_datasets,
            "{Name: Iris, link: 'https://a.org', license: CC0}",
            (Dataset("Iris", "https://a.org", "CC0"),),
            id="other spellings",
        ),
        pytest.param(
            parse_results,
            "{metric: RMSE, value: 3.20, baseline: 5.40, human: 1e-3, split: test, higher_is_better: no}",
            (Result("RMSE", "3.20", "5.40", "1e-3", "test", higher_is_better=False),),
            id="single result, numbers as written",
        ),
        pytest.param(parse_results, "[]", (), id="no results"),
        pytest.param(parse_sources, "A course", (Source("A course"),), id="title"),
        pytest.param(
            parse_sources, "[{url: 'https://a.org'}]", (Source("https://a.org", "https://a.org"),), id="only address"
        ),
        pytest.param(entries.parse_verify, "false", Verify("skip"), id="false"),
        pytest.param(entries.parse_verify, "run", Verify("run"), id="mode"),
        pytest.param(
            entries.parse_verify, "{mode: skip, reason: GPU, timeout: 60}", Verify("skip", "GPU", 60), id="mapping"
        ),
    ],
)
def test_an_entry_may_be_short_or_full(parse: Parser, text: str, value: object) -> None:
    assert parse(read_yaml(text)) == value


@pytest.mark.parametrize(
    ("parse", "text", "message", "line"),
    [
        pytest.param(
            parse_results, "- metric: a\n  value: 1\n- metric: b", "an entry without «value»", 3, id="no value"
        ),
        pytest.param(parse_results, "93 %", "must be a mapping, not «93 %»", 1, id="text for a result"),
        pytest.param(
            parse_results,
            "{metric: a, value: [1]}",
            "a «value» that must be text, not a list",
            1,
            id="list for a number",
        ),
        pytest.param(
            parse_results,
            "{metric: a, value: 1, higher_is_better: lower}",
            "a «higher_is_better» that must be true or false, not «lower»",
            1,
            id="a direction that is none",
        ),
        pytest.param(parse_datasets, "[{url: 'https://a.org'}]", "an entry without «name»", 1, id="no name"),
        pytest.param(parse_datasets, "[[a]]", "must be a mapping, not a list", 1, id="list in list"),
        pytest.param(parse_sources, "{title: a, url: a.org}", "address of the web", 1, id="no address"),
        pytest.param(entries.parse_verify, "{timeout: 10 min}", "«10 min»", 1, id="timeout in words"),
        pytest.param(entries.parse_verify, "{mode: fast}", "run or skip", 1, id="unknown mode"),
    ],
)
def test_an_entry_that_lacks_something_is_named_with_its_line(
    parse: Parser, text: str, message: str, line: int
) -> None:
    with pytest.raises(MisreadError) as caught:
        parse(read_yaml(text))
    assert message in caught.value.message
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("said", "higher"),
    [
        ("metric: Size, lower_is_better: true", False),
        ("metric: MAE, lower_is_better: false", True),
        ("metric: MAE", False),
        ("metric: Recall", True),
        ("metric: Size", None),
    ],
)
def test_a_result_counts_as_its_author_says_else_as_its_name_does(said: str, *, higher: bool | None) -> None:
    (result,) = parse_results(read_yaml(f"{{value: 1, {said}}}"))
    assert result.higher_is_better is higher


@pytest.mark.parametrize("text", ["F1 0.87", "{F1: 0.87}", "{metric: F1}"])
def test_a_result_in_another_form_is_answered_by_an_example_to_copy(text: str) -> None:
    with pytest.raises(MisreadError) as caught:
        parse_results(read_yaml(text))
    example = caught.value.hint[caught.value.hint.index("{") : -1]
    assert parse_results(read_yaml(example)) == (Result("F1", "0.87", "0.75", higher_is_better=True),)
