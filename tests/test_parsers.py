from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.project import Level, Stage
from inpublic.records import parsers
from inpublic.records.parsers import Parser
from inpublic.records.yamltext import MisreadError, read_yaml

parse_level = parsers.parse_enum(Level)


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        pytest.param(parsers.parse_text, "0.90", "0.90", id="number stays as written"),
        pytest.param(parsers.parse_text, "no", "no", id="no means no"),
        pytest.param(parsers.parse_text, '"a\\n  b\\u0007"', "a b", id="one line without controls"),
        pytest.param(parsers.parse_names, "[a, b]", ("a", "b"), id="list"),
        pytest.param(parsers.parse_names, "a, b，c、d", ("a", "b", "c", "d"), id="commas of two scripts"),
        pytest.param(
            parsers.parse_names,
            "[2024, 3.10, 2024-05-01, no, ~, '']",
            ("2024", "3.10", "2024-05-01", "no"),
            id="odd items",
        ),
        pytest.param(parsers.parse_names, "[Python, python, B, PYTHON]", ("Python", "B"), id="twins"),
        pytest.param(parsers.parse_names, "[]", (), id="none"),
        pytest.param(parsers.parse_names, "2024", ("2024",), id="one number"),
        pytest.param(parsers.parse_aliases, "[/old/name/, Older Name]", ("name", "older-name"), id="aliases"),
        pytest.param(parsers.parse_slug, "机器学习", "机器学习", id="slug"),
        pytest.param(parsers.parse_slug, "42", "42", id="slug of digits"),
        pytest.param(parsers.parse_bool, "yes", True, id="yes"),
        pytest.param(parsers.parse_bool, '"false"', False, id="false in quotes"),
        pytest.param(parsers.parse_date, "2024-05-01", date(2024, 5, 1), id="date"),
        pytest.param(parsers.parse_date, '"2024-5-1"', date(2024, 5, 1), id="date in quotes"),
        pytest.param(parsers.parse_date, "2024-05-01T23:30:00-08:00", date(2024, 5, 1), id="moment keeps its day"),
        pytest.param(parsers.parse_date, "2024-05-01 23:30:00.5 +02:00", date(2024, 5, 1), id="moment with blanks"),
        pytest.param(parsers.parse_date, "20240501", date(2024, 5, 1), id="digits"),
        pytest.param(parsers.parse_date, "2024/05/01", date(2024, 5, 1), id="slashes, year first"),
        pytest.param(parsers.parse_date, "2024年5月1日", date(2024, 5, 1), id="chinese"),
        pytest.param(parsers.parse_date, "May 1, 2024", date(2024, 5, 1), id="words"),
        pytest.param(parsers.parse_date, "last-modified", None, id="moving date"),
        pytest.param(parsers.parse_url, "https://example.org/a?b#c", "https://example.org/a?b#c", id="address"),
        pytest.param(parsers.parse_cover, "figures/a b.png", "figures/a b.png", id="path"),
        pytest.param(
            parsers.parse_cover, "https://example.org/a.png", "https://example.org/a.png", id="picture's address"
        ),
        pytest.param(parsers.parse_language, "zh_CN", "zh-CN", id="underscore"),
        pytest.param(parsers.parse_language, "[no, en]", "no", id="first language"),
        pytest.param(parsers.parse_identifier, "tag:a.org,2024:x", "tag:a.org,2024:x", id="tag uri"),
        pytest.param(parse_level, "Beginner", Level.BEGINNER, id="capital"),
        pytest.param(parsers.parse_stages, "data, training, data", (Stage.DATA, Stage.TRAINING), id="stages"),
    ],
)
def test_a_value_is_read_in_every_form_that_people_write(parse: Parser, text: str, value: object) -> None:
    assert parse(read_yaml(text)) == value


@pytest.mark.parametrize(
    ("parse", "text", "message", "hint"),
    [
        pytest.param(parsers.parse_text, "[a, b]", "not a list", "quotes", id="list for text"),
        pytest.param(parsers.parse_names, "{a: 1}", "not a mapping", "[first, second]", id="mapping for list"),
        pytest.param(
            parsers.parse_names,
            "[[a], b]",
            "must be a list of words, and holds a list",
            "[first, second]",
            id="nested list",
        ),
        pytest.param(parsers.parse_slug, "../../evil", "«../../evil»", "«evil»", id="climbing slug"),
        pytest.param(parsers.parse_slug, "My Project", "«My Project»", "«my-project»", id="slug with blanks"),
        pytest.param(parsers.parse_slug, "con", "«con»", "Windows or the site needs", id="slug of a device"),
        pytest.param(parsers.parse_slug, "index", "«index»", "such as «index-1»", id="slug of a folder's page"),
        pytest.param(parsers.parse_slug, "a" * 90, "«aaaa", "It is too long", id="long slug"),
        pytest.param(parsers.parse_slug, '"a\\0b"', "cannot be", "«ab»", id="slug with a control"),
        pytest.param(parsers.parse_bool, "maybe", "not «maybe»", "true or false", id="maybe"),
        pytest.param(parsers.parse_date, "31/12/2024", "«31/12/2024»", "2024-12-31", id="day or month first"),
        pytest.param(parsers.parse_date, "2024-02-30", "«2024-02-30»", "2024-12-31", id="no such day"),
        pytest.param(parsers.parse_date, "last Tuesday", "«last Tuesday»", "2024-12-31", id="vague"),
        pytest.param(parsers.parse_date, "0001-01-01", "year", "four digits", id="year 1"),
        pytest.param(parsers.parse_date, "9999-12-31T23:59:59-12:00", "year", "four digits", id="year 9999"),
        pytest.param(parsers.parse_url, "javascript:alert(1)", "«javascript:alert(1)»", "https://", id="script"),
        pytest.param(parsers.parse_url, "example.org", "«example.org»", "https://", id="no scheme"),
        pytest.param(parsers.parse_url, "https://[", "«https://[»", "https://", id="broken host"),
        pytest.param(parsers.parse_url, "https://a.org/ b", "address", "https://", id="blank"),
        pytest.param(parsers.parse_demo, "../secret.html", "address", "https://", id="a demo outside of docs"),
        pytest.param(parsers.parse_demo, "my-app.streamlit.app", "address", "https://my-app", id="a demo's host"),
        pytest.param(parsers.parse_demo, "demos/taxi.webm", "address", "https://", id="a film for a demo"),
        pytest.param(parsers.parse_video, "../secret.webm", "address", "https://", id="a film outside of docs"),
        pytest.param(
            parsers.parse_video, "demos/taxi.avi", "address", "https://", id="a film that browsers do not play"
        ),
        pytest.param(parsers.parse_cover, "/etc/passwd", "relative path", "figures/", id="absolute path"),
        pytest.param(parsers.parse_cover, "C:\\a.png", "relative path", "figures/", id="windows path"),
        pytest.param(parsers.parse_cover, "data:image/png;base64,AA", "relative path", "figures/", id="data address"),
        pytest.param(parsers.parse_language, "English", "«English»", "en, zh", id="language's name"),
        pytest.param(parsers.parse_identifier, "taxi", "«taxi»", "tag:HOST", id="no uri"),
        pytest.param(parse_level, "advancd", "not «advancd»", "Did you mean «advanced»?", id="typing slip"),
        pytest.param(parse_level, "wizard", "beginner, intermediate, advanced or capstone", "Write", id="unknown word"),
        pytest.param(parsers.parse_stages, "[data, deploy]", "not «deploy»", "", id="stage"),
    ],
)
def test_a_value_that_does_not_fit_is_quoted_with_the_remedy(parse: Parser, text: str, message: str, hint: str) -> None:
    with pytest.raises(MisreadError) as caught:
        parse(read_yaml(text))
    assert message in caught.value.message
    assert hint in caught.value.hint


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1970, 1, 1), date(2999, 12, 31)))
def test_every_day_is_read_back_from_its_iso_form(day: date) -> None:
    assert parsers.parse_date(read_yaml(day.isoformat())) == day


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), max_size=6))
def test_a_list_of_names_has_no_twins_and_keeps_the_order(names: list[str]) -> None:
    written = [f"x{name}" for name in names]
    parsed = parsers.parse_names(read_yaml(str(written)))
    assert {name.casefold() for name in parsed} == {name.casefold() for name in written}
    assert len({name.casefold() for name in parsed}) == len(parsed)
    assert list(parsed) == sorted(parsed, key=written.index)


@pytest.mark.parametrize("text", ["demos/taxi.html", "/demos/taxi.html", "docs/demos/taxi.html"])
def test_a_demo_may_be_a_page_in_docs(text: str) -> None:
    assert parsers.parse_demo(read_yaml(text)) == "demos/taxi.html"


@pytest.mark.parametrize("text", ["demos/taxi.webm", "/demos/taxi.webm", "docs/demos/taxi.webm"])
def test_a_video_may_be_a_film_in_docs(text: str) -> None:
    assert parsers.parse_video(read_yaml(text)) == "demos/taxi.webm"


@pytest.mark.parametrize("text", ["a.mp4", "https://film.example/watch?v=1"])
def test_a_video_may_be_of_another_form_or_stand_elsewhere(text: str) -> None:
    assert parsers.parse_video(read_yaml(text)) == text
