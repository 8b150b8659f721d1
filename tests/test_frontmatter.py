import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.records.frontmatter import FrontMatter, cell_front_matter, split_front_matter


@pytest.mark.parametrize(
    ("text", "yaml", "line", "body", "body_line"),
    [
        pytest.param("---\ntitle: A\n---\ntext", "title: A", 2, "text", 4, id="plain"),
        pytest.param(
            "\ufeff---\r\ntitle: A\r\n---\r\ntext\r\n", "title: A", 2, "text\n", 4, id="mark and windows ends"
        ),
        pytest.param("---  \ntitle: A\n...\n", "title: A", 2, "", 4, id="dots"),
        pytest.param("---\n---\n# Heading", "", 2, "# Heading", 3, id="empty"),
        pytest.param(
            "---\n# why\n\ntags:\n- a\n- b\n---\n", "# why\n\ntags:\n- a\n- b", 2, "", 8, id="comment and list"
        ),
        pytest.param("---\ntitle: [open\ndate: 1\n---\nx", "title: [open\ndate: 1", 2, "x", 5, id="broken"),
        pytest.param("---\ntitle:A\n---\nx", "title:A", 2, "x", 4, id="known key without a blank"),
        pytest.param("---\nunknown key: 1\n---\nx", "unknown key: 1", 2, "x", 4, id="only keys"),
        pytest.param("---\ntitle: A\n---\nb: c\n---\n", "title: A", 2, "b: c\n---\n", 4, id="ends at the first end"),
        pytest.param("# No front matter\r\n", "", 1, "# No front matter\n", 1, id="none"),
        pytest.param("", "", 1, "", 1, id="nothing"),
        pytest.param("---\n\ntext\n\n---\nmore", "", 1, "---\n\ntext\n\n---\nmore", 1, id="two rules"),
        pytest.param(
            "---\nNote: so\nit goes\n---\n", "", 1, "---\nNote: so\nit goes\n---\n", 1, id="prose with a colon"
        ),
        pytest.param("---\n# Title\n---\n", "", 1, "---\n# Title\n---\n", 1, id="heading between rules"),
        pytest.param("---\nhttps://a.org\n---\n", "", 1, "---\nhttps://a.org\n---\n", 1, id="address between rules"),
        pytest.param("text\n---\ntitle: A\n---\n", "", 1, "text\n---\ntitle: A\n---\n", 1, id="later rule"),
        pytest.param("----\ntitle: A\n----\n", "", 1, "----\ntitle: A\n----\n", 1, id="four dashes"),
    ],
)
def test_front_matter_is_split_from_the_text_with_its_lines(
    text: str, yaml: str, line: int, body: str, body_line: int
) -> None:
    found = split_front_matter(text)
    assert (found.yaml, found.line, found.body, found.body_line) == (yaml, line, body, body_line)


@pytest.mark.parametrize(
    ("text", "message", "line", "is_error"),
    [
        pytest.param("\n\n---\ntitle: A\n---\n", "first line", 3, False, id="late"),
        pytest.param("---\ntitle: A\n\ntext", "no end", 1, False, id="no end"),
        pytest.param("---\njust words\n---\n", "«just words»", 2, False, id="words"),
        pytest.param("---\n- title\n- date\n---\n", "«- title»", 2, False, id="list"),
        pytest.param('+++\ntitle = "A"\n\n[extra]\n+++\ntext', "TOML", 1, True, id="toml"),
    ],
)
def test_what_was_hardly_meant_so_is_named(text: str, message: str, line: int, is_error: bool) -> None:
    (fault,) = split_front_matter(text).faults
    assert message in fault.message
    assert fault.hint
    assert (fault.line, fault.is_error) == (line, is_error)


@pytest.mark.parametrize(
    "text", ["---\n\ntext", "---\n# Title\n---\n", "---\n![x](y)\n---\n", "+++ what\n+++", "---\nSee: what\n"]
)
def test_rules_that_may_be_meant_are_left_in_peace(text: str) -> None:
    assert split_front_matter(text).faults == ()


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("-.+\n\r\t :ab#\"'"), st.characters()), max_size=80))
def test_splitting_any_text_loses_nothing_but_the_fences(text: str) -> None:
    found = split_front_matter(text)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert found.body.split("\n") == lines[found.body_line - 1 :] or (found.body, found.body_line) == (
        "",
        len(lines) + 1,
    )
    if found.body_line > 1:
        assert found.yaml.split("\n") == lines[found.line - 1 : found.body_line - 2] or found.yaml == ""
    assert split_front_matter(text.replace("\r", "").replace("\n", "\r\n")).body_line >= 1


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "Zs"])))
def test_a_block_that_was_put_before_a_text_is_found_again(text: str) -> None:
    assert split_front_matter(f"---\ntitle: A\n---\n{text}").body == text


@pytest.mark.parametrize(
    ("cell_type", "source", "expected"),
    [
        pytest.param("raw", "---\ntitle: A\n---\n", FrontMatter("title: A", 2, "", 4), id="quarto"),
        pytest.param("raw", "---\ntitle: [open\n---", FrontMatter("title: [open", 2, "", 4), id="broken"),
        pytest.param("raw", "---\ntitle: A\n---\n<b>x</b>", None, id="raw with more"),
        pytest.param("raw", "just raw text", None, id="raw text"),
        pytest.param("raw", "- title: A", None, id="raw list"),
        pytest.param("markdown", "---\ntitle: A\n---\n# B", FrontMatter("title: A", 2, "# B", 4), id="myst"),
        pytest.param("markdown", "# Heading\n\n- one\n- two", None, id="ordinary"),
        pytest.param("markdown", "---\nwords\n---", None, id="boxed"),
        pytest.param("markdown", "- title: A", FrontMatter("title: A", 1, "", 1), id="list of keys"),
        pytest.param("code", "---\ntitle: A\n---", None, id="code"),
        pytest.param("markdown", "", None, id="empty"),
    ],
)
def test_the_first_cell_of_a_notebook_is_split_if_it_has_front_matter(
    cell_type: str, source: str, expected: FrontMatter | None
) -> None:
    assert cell_front_matter(cell_type, source) == expected
