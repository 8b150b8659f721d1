import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.records.keylist import read_key_list
from inpublic.records.yamltext import read_mapping

FASTPAGES = """# "Hello `world`"
> "A <b>bold</b> *start*: with a colon
> and a second line"

- toc: true
- author: Ada & Bob: a pair
- image: images/a.png
- categories: [a, b]

More text.
"""


def said(cell: str) -> dict[str, object]:
    found = read_key_list(cell)
    assert found is not None
    return {key.text: getattr(value, "text", value) for key, value in read_mapping(found.yaml).pairs}


def test_heading_quotation_and_list_of_fastpages_become_a_record() -> None:
    found = said(FASTPAGES)
    assert found["title"] == "Hello world"
    assert found["summary"] == "A bold start: with a colon and a second line"
    assert found["author"] == "Ada & Bob: a pair"
    assert list(found) == ["toc", "author", "image", "categories", "title", "summary"]


def test_the_body_keeps_heading_and_summary_on_their_lines_without_the_list() -> None:
    found = read_key_list(FASTPAGES)
    assert found is not None
    assert found.line == 5
    assert found.body.split("\n") == [
        *("# Hello `world`", "A <b>bold</b> *start*: with a colon", "and a second line", ""),
        *("", "", "", "", "", "More text.", ""),
    ]


def test_title_and_summary_of_the_list_go_before_the_heading() -> None:
    found = said("# Heading\n\n> quoted\n\n- title: Title\n- description: told\n")
    assert found == {"title": "Title", "description": "told"}


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        pytest.param(
            "- Title: A\n- Slug: a\n- Tags: x, y\n", {"title": "A", "slug": "a", "tags": "x, y"}, id="pelican"
        ),
        pytest.param("# A\n- badges: false", {"badges": "false", "title": "A"}, id="without summary"),
        pytest.param("# A\n> b\n- order: 2", {"order": "2", "title": "A", "summary": "b"}, id="nbdev"),
        pytest.param("# A\n\n> b\n\n* toc:", {"toc": "", "title": "A", "summary": "b"}, id="key without value"),
        pytest.param("# A\n> b\n- image: 'a: b'\n", {"image": "a: b", "title": "A", "summary": "b"}, id="quoted value"),
    ],
)
def test_each_dialect_is_read(cell: str, keys: dict[str, str]) -> None:
    assert said(cell) == keys


@pytest.mark.parametrize(
    "cell",
    [
        "# Heading\n\n- one\n- two\n",
        "# Heading\n\n- Data: taxi trips\n- Model: trees\n",
        "# Heading\n\n- author: Ada\n- date: 2024-01-01\n",
        "# Heading\n\n- problem: which\n- results: good\n",
        "# Heading\n> quoted\n- Author: Ada\n",
        "# Heading\n> quoted\n- toc: true\n- and a remark\n",
        "# Heading\n> quoted\n- toc: true\n- who knows: x\n",
        "# Heading\n> quoted\n",
        "# Heading\n\ntext\n\n- toc: true\n",
        "- title: A\n\ntext",
        "- author: Ada\n- date: 2024-01-01",
        "> quoted\n- title: A",
        "",
    ],
)
def test_a_list_for_readers_stays_where_it_is(cell: str) -> None:
    assert read_key_list(cell) is None


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=40))
def test_any_value_makes_yaml_of_one_key(value: str) -> None:
    assert set(said(f"# A\n> b\n- toc: {value.replace('[', '(').strip(chr(39))}\n")) == {"toc", "title", "summary"}
