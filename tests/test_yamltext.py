import re
from itertools import pairwise

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inpublic.records.yamltext import MAX_DEPTH, Items, MisreadError, Pairs, Scalar, quote, read_mapping, read_yaml

BOMB = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in pairwise("abcdefghi"))


def test_values_keep_their_text_and_line() -> None:
    pairs = read_mapping("value: 0.90\n\nflags:\n  - no\n  - 2024-05-01\n").pairs
    assert pairs == (
        (Scalar("value", line=1), Scalar("0.90", "float", 1)),
        (Scalar("flags", line=3), Items((Scalar("no", "bool", 4), Scalar("2024-05-01", "timestamp", 5)), 4)),
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "---\n...", "null"])
def test_a_text_that_says_nothing_is_an_empty_mapping(text: str) -> None:
    assert read_mapping(text) == Pairs()


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        pytest.param("title: Part 1: the start", 1, "not valid YAML", "in quotes: it has a colon", id="colon"),
        pytest.param("tags:\n\t- a", 2, "not valid YAML", "spaces", id="tab"),
        pytest.param("title:Foo", 1, "lines of the form", "space after the colon", id="no space"),
        pytest.param("title:Foo\ndate: 2020", 2, "not valid YAML", "space after the colon", id="no space, then more"),
        pytest.param("a: 1\ntitle: [open\nb: 2", 3, "not valid YAML", "bracket", id="bracket"),
        pytest.param("title: {open", 1, "not valid YAML", "brace", id="brace"),
        pytest.param('a: 1\ntitle: "open', 2, "not valid YAML", "Close the quotes", id="quote"),
        pytest.param("title: 'it's'", 1, "not valid YAML", "double quotes", id="apostrophe"),
        pytest.param("title: @home", 1, "not valid YAML", "special character", id="special character"),
        pytest.param("标题：预测\na: 1", 2, "not valid YAML", "ordinary colon", id="full-width colon"),
        pytest.param("just words", 1, "not «just words»", "key: value", id="text"),
        pytest.param("- a\n- b", 1, "not a list", "key: value", id="list"),
        pytest.param("title: One\ntitle: Two", 2, "«title» twice", "Keep one", id="twice"),
        pytest.param("a: {b: 1, b: 2}", 1, "«b» twice", "Keep one", id="twice inside"),
        pytest.param("{a: b}: c", 1, "a mapping as a key", "quotes", id="key"),
        pytest.param("x: !!python/name:os.system", 1, "python/name:os.system", "plain value", id="python tag"),
        pytest.param("x: !mine 1", 1, "«!mine»", "plain value", id="own tag"),
        pytest.param("tags: &t\n- a\n- *t", 3, "«*t»", "write the value out", id="recursive alias"),
        pytest.param(BOMB, 2, "«*a»", "write the value out", id="bomb"),
        pytest.param("a: " + "[" * 500, 1, "nested", "flatter", id="deep flow"),
        pytest.param("- " * 5000, 1, "nested", "flatter", id="deep block"),
        pytest.param("a: 1\n---\nb: 2", 2, "another document", "key: value", id="two documents"),
        pytest.param("a: 1\nb: \x07", 2, "cannot be shown", "type it again", id="control character"),
        pytest.param("a: 1\nb: \ud800", 2, "cannot be shown", "type it again", id="lone surrogate"),
        pytest.param("a: x" + "x" * 100_000, 1, "longer than", "Move", id="long"),
    ],
)
def test_a_slip_is_explained_with_its_line(text: str, line: int, message: str, hint: str) -> None:
    with pytest.raises(MisreadError) as caught:
        read_mapping(text)
    assert caught.value.line == line
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Scalar("two\n words"), "«two words»"),
        (Scalar("x" * 99), f"«{'x' * 60}…»"),
        (Items(), "a list"),
        (Pairs(), "a mapping"),
    ],
)
def test_a_value_is_quoted_on_one_short_line(value: Scalar | Items | Pairs, shown: str) -> None:
    assert quote(value) == shown


def _outcome(text: str) -> str:
    """Show what is read, or what is wrong, without lines; of several things that are, either may be told."""
    try:
        return re.sub(r"line=\d+", "", repr(read_yaml(text)))
    except MisreadError as error:
        return re.sub("(?<=is not valid YAML).*", "", error.message, flags=re.DOTALL)


@example(["&", "- ", "[", "&", "-"])
@given(
    st.lists(st.sampled_from([*"a a 2 : : - - ? [ { ] } , & ! | # ' \" \n \n".split(" "), "\n  ", "- ", ": ", "\t"]))
)
@settings(max_examples=500)
def test_what_cannot_harm_is_read_as_what_is_looked_through_first(parts: list[str]) -> None:
    text = "".join(part or " " for part in parts)
    assert _outcome(text) == _outcome(f"# *\n{text}")


@pytest.mark.parametrize("sign", ["[", "{a: ", "- ", "? ", "a:\n"])
@pytest.mark.parametrize("levels", [MAX_DEPTH, MAX_DEPTH + 1])
def test_no_list_or_mapping_is_too_deep_unseen(sign: str, levels: int) -> None:
    text = "".join(sign + " " * number * sign.endswith("\n") for number in range(1, levels + 1))
    is_deep = _outcome(f"{text}1").startswith("is nested more")
    assert is_deep == (levels > MAX_DEPTH)


@given(st.text(alphabet=st.one_of(st.sampled_from("ab:-[]{}&*!|>'\"#%@\n\t ,?~.1"), st.characters())))
def test_any_text_is_read_or_explained(text: str) -> None:
    error = misread(text)
    assert error is None or (error.message and 1 <= error.line <= len(text.splitlines()) + 1)


def misread(text: str) -> MisreadError | None:
    try:
        read_mapping(text)
    except MisreadError as error:
        return error
    return None


TREES = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcxyz", min_size=1), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(TREES)
def test_what_a_dumper_writes_is_read_back(tree: object) -> None:
    assert plain(read_yaml(yaml.safe_dump(tree, allow_unicode=True))) == texts(tree)


def plain(value: Scalar | Items | Pairs) -> object:
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Items):
        return [plain(item) for item in value.items]
    return {key.text: plain(part) for key, part in value.pairs}


def texts(tree: object) -> object:
    if isinstance(tree, dict):
        return {key: texts(part) for key, part in tree.items()}
    if isinstance(tree, list):
        return [texts(part) for part in tree]
    return str(tree).lower() if isinstance(tree, bool) else str(tree)
