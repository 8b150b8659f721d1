"""What readers get of our style sheets and scripts says the same as their sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from inpublic.pages.leancode import lean_css, lean_js

ASSETS = Path(__file__).parents[1] / "scripts/inpublic/assets"
SHEETS = sorted(ASSETS.glob("*.css"))
SCRIPTS = sorted(ASSETS.glob("*.js"))
SPACES = st.sampled_from(["", "", " ", "\n  ", "/**/ ", " /* } ; */ ", "\t/* a\n b **/\n", " /*! kept; */ "])
SELECTORS = st.sampled_from(
    "a|.b .c|d>e|f + g|h ~ i|[j='k  l']|m:is(n, o > p)|q ::before|\\31 0 r|.s\\:t|u:not( .v )|#w,x".split("|")
)
VALUES = st.sampled_from(
    "1px|.5em -.5em|calc(1px + 2px * (3 - 1))|'a;  b'|\"/* c */\"|'d\\'; }'|url(e;f.png)|url( g )|url('h  i')"
    "|rgb(0 0 0 / 6%)|var(--j, k)|1 / -1|x !important|\\26 B".split("|")
)
NAMES = st.sampled_from(["color", "--x", "margin"])


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """Style sheets with white space and comments wherever they may stand."""
    return draw(SPACES) + "".join(draw(rules(deep=True)) for _ in range(draw(st.integers(1, 4))))


@st.composite
def rules(draw: st.DrawFn, *, deep: bool) -> str:
    space = lambda: draw(SPACES)  # noqa: E731 - shorter than what it stands for
    if deep and draw(st.booleans()):
        query = draw(st.sampled_from(["@media print", "@media (min-width:  60em)", "@media (48rem <= width)"]))
        return f"{query}{space()}{{{space()}{draw(rules(deep=False))}{space()}}}{space()}"
    lines = [
        f"{space()}{draw(NAMES)}{space()}:{space()}{draw(VALUES)}{space()};" for _ in range(draw(st.integers(0, 3)))
    ]
    body = "".join(lines)
    body = body[:-1] if draw(st.booleans()) else body
    return f"{draw(SELECTORS)}{space()},{space()}{draw(SELECTORS)}{space()}{{{body}{space()}}}{space()}"


def tokens(nodes: list[Any]) -> Iterator[str]:
    """Name all that a list of tokens is made of, one after the other, but what may be left out."""
    for node in nodes:
        inside = getattr(node, "content", None) if node.type.endswith("block") else getattr(node, "arguments", None)
        if inside is not None:
            yield f"{node.type} {getattr(node, 'name', '')}"
            found = list(tokens(inside))
            yield from found[:-1] if found and found[-1] == ";" and node.type == "{} block" else found
            yield "end"
        elif node.type != "whitespace" and (node.type != "comment" or node.value.startswith("!")):
            yield node.serialize()


def spaces_that_mean_something(nodes: list[Any]) -> int:
    """Count white space between two things of a selector or value, but beside a mark that parts them itself."""
    kept = [node for node in nodes if node.type != "comment"]
    found = 0
    for before, node, after in zip([None, *kept], kept, [*kept[1:], None], strict=False):
        inside = getattr(node, "content", None) if node.type.endswith("block") else getattr(node, "arguments", None)
        found += spaces_that_mean_something(inside or [])
        if node.type == "whitespace" and before and after and before.type != "whitespace":
            found += (
                not any(one.type == "{} block" or one in (";", ",", ">") for one in (before, after)) and before != ":"
            )
    return found


def parsed(css: str) -> list[Any]:
    nodes: list[Any] = tinycss2.parse_component_value_list(css)
    return nodes


@given(sheets())
def test_nothing_that_means_something_is_left_out_of_a_style_sheet(css: str) -> None:
    made = lean_css(css)
    assert list(tokens(parsed(made))) == list(tokens(parsed(css)))
    assert lean_css(made) == made
    assert len(made) <= len(css) + css.count("}") + 1


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_of_ours_says_the_same_and_is_lighter(sheet: Path) -> None:
    css = sheet.read_text("utf-8")
    made = lean_css(css)
    assert list(tokens(parsed(made))) == list(tokens(parsed(css)))
    assert spaces_that_mean_something(parsed(made)) == spaces_that_mean_something(parsed(css))
    assert "/*" not in made
    assert len(made) < 0.95 * len(css)


@pytest.mark.parametrize(
    ("css", "made"),
    [
        ("/* a */\n.b {\n  color: red; /* c */\n}\n", ".b{color:red}\n"),
        (".a .b, .a > .b { margin: 0 1px; }", ".a .b,.a>.b{margin:0 1px}\n"),
        (".a :is(.b, .c) { --x: calc(1px + 2px); }", ".a :is(.b,.c){--x:calc(1px + 2px)}\n"),
        (".a/**/.b, .a/* */ .c { }", ".a/**/.b,.a .c{}\n"),
        ("@media (width: 1px) {\n  a { b: c; }\n  d { e: f; }\n}", "@media (width:1px){a{b:c}\nd{e:f}\n}\n"),
        ("@charset 'x';\na { content: \" /* ;  } */ \"; }", "@charset 'x';a{content:\" /* ;  } */ \"}\n"),
        ("a { b: url(c;d.png) ; e: 'f\\'; g' ; }", "a{b:url(c;d.png);e:'f\\'; g'}\n"),
        (".\\31 0 .a\\; .b\\:  c { }", ".\\31 0 .a\\; .b\\: c{}\n"),
        ("/*! whose it is: ; */ a { }", "/*! whose it is: ; */ a{}\n"),
        ("a { } /* open", "a{}\n"),
    ],
    ids="comments marks spaces between query strings addresses escapes licence open".split(),
)  # fmt: skip
def test_white_space_and_comments_go_where_they_mean_nothing(css: str, made: str) -> None:
    assert lean_css(css) == made


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_text_of_a_script_of_ours_goes_over_several_lines(script: Path) -> None:
    """As what makes scripts lighter takes for granted."""
    lines = script.read_text("utf-8").splitlines()
    assert [line for line in lines if line.count("`") % 2 or line.endswith("\\")] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_loses_remarks_and_indentation_and_no_line_of_code(script: Path) -> None:
    made = lean_js(script.read_text("utf-8"))
    assert len(made) < 0.9 * len(script.read_text("utf-8"))
    lines = iter(line.strip() for line in script.read_text("utf-8").splitlines())
    assert all(line in lines for line in made.splitlines())  # in the same order


def test_a_remark_between_code_stays_and_one_of_its_own_goes() -> None:
    script = "/* What it does,\n   at length. */\nlet a = 1; /* one */\n\n  /* then */\n  a /* what */ += 1;\n"
    assert lean_js(script) == "let a = 1; /* one */\na /* what */ += 1;\n"
