"""The small tools of the conversion: terminal text, directives, imports, pictures, markers, sanitising."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from inpublic.celloutputs.terminal import terminal_html
from inpublic.maths.mathml import Typesetter
from inpublic.notebooks.highlight import highlight_code
from inpublic.pictures.pictures import Picture, inspect_picture
from inpublic.text.anchors import anchor_of
from inpublic.text.builder import DocumentBuilder, is_relative
from inpublic.text.markers import Stash, bare, fill, marker, scrub
from inpublic.text.sanitise import plain_text, sanitise


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("10%\r50%\r100%\n", "100%\n"),
        ("abc\b\bX", "aX"),
        ("a\r\nb", "a\nb"),
        ("\x1b[31mred\x1b[0m", '<span class="ansi-red-fg">red</span>'),
        ("\x1b[2K\x1b[1Aup", "up"),
        ("\x1b]8;;https://x\x07link", "link"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("\x1b[48;5;30mx\x1b[0m", '<span style="--ansi-ground: rgb(0,135,135)">x</span>'),
        ("\x1b[38;5;30mx\x1b[0m", '<span style="--ansi: rgb(0,135,135)">x</span>'),
    ],
)
def test_a_stream_looks_as_in_a_terminal(text: str, html: str) -> None:
    assert terminal_html(text) == html


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_known_by_its_bytes(form: str) -> None:
    target = io.BytesIO()
    Image.new("RGB", (7, 5)).save(target, form)
    data = target.getvalue()
    assert inspect_picture(data) == Picture(f"image/{form.lower()}", 7, 5, data)


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg width="10" height="20px"></svg>', (10, 20)),
        ('<svg width="72pt" height="1in"></svg>', (96, 96)),
        ('<svg width="100%" viewBox="0 0 30 40"></svg>', (30, 40)),
        ("<svg></svg>", (0, 0)),
    ],
)
def test_a_vector_picture_has_the_size_that_it_says(svg: str, size: tuple[int, int]) -> None:
    seen = inspect_picture(svg.encode())
    assert seen is not None
    assert (seen.mime, seen.width, seen.height) == ("image/svg+xml", *size)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_look_at_a_picture_fail(data: bytes) -> None:
    assert inspect_picture(data) is None or inspect_picture(b"\x89PNG" + data) is None


@given(st.text())
def test_scrubbed_text_holds_no_marker_and_scrubbing_twice_is_once(text: str) -> None:
    clean = scrub(text + "\ufdd0l0\ufdd1\x00\x1b")
    assert scrub(clean) == clean
    assert not set("\ufdd0\ufdd1\x00\x1b\r") & set(clean)


def test_markers_are_filled_by_kind_and_stand_alone_in_the_end() -> None:
    html = f'<a data-at="{marker("l", 1)}">x</a>{marker("f", 2)}'
    assert fill(fill(bare(html), "l", lambda number: f'href="{number}"'), "f", str) == '<a href="1">x</a>2'


def test_what_is_kept_in_a_stash_comes_back_even_nested() -> None:
    stash = Stash()
    outer = stash.keep(f"<i>{stash.keep('<b>')}</i>")
    assert stash.restore(f"a{outer}c") == "a<i><b></i>c"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<script>x</script>a", "a"),
        ('<b onclick="x">a</b>', "<b>a</b>"),
        ('<a href="javascript:x">a</a>', "<a>a</a>"),
        ('<div class="ip-card alert md-x" id="__toc">a</div>', '<div class="alert">a</div>'),
        ('<img src="a.png" width="40%" height="30px">', '<img src="a.png" width="40%" height="30">'),
        ("<table><tr><td>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ('<p markdown="1" style="x">a', "<p>a</p>"),
        (
            '<center title="x"><tt>a</tt> <strike>b</strike></center>',
            '<div class="ip-center"><code>a</code> <s>b</s></div>',
        ),
    ],
)
def test_only_what_is_allowed_stays(html: str, clean: str) -> None:
    assert sanitise(html) == clean


def test_plain_text_has_no_tags_and_no_entities() -> None:
    assert plain_text("<p>a &lt;b&gt;</p><p>c <b>d</b></p><script>e</script>") == "a <b> c d"


def test_code_is_coloured_by_language_and_plain_where_it_is_unknown() -> None:
    assert 'class="o"' in highlight_code("%time x", "python")
    assert highlight_code("<x>", "nosuch").endswith("<code>&lt;x&gt;</code></pre></div>")


def test_a_formula_becomes_mathml_or_nothing() -> None:
    typesetter = Typesetter()
    assert "<mfrac>" in (typesetter.typeset(r"\frac12", display=False) or "")
    assert typesetter.typeset(r"\nonsense{x}", display=False) is None
    assert '<math displaystyle="true">' in (typesetter.typeset(r"\displaystyle x^2", display=False) or "")


@pytest.mark.parametrize(
    "tex", [r"\text{<img src=x onerror=alert(1)>}", r"\nonsense \text{<script>x</script>}", r"\mathtt{<b/>}"]
)
def test_a_formula_brings_no_html_along(tex: str) -> None:
    assert not re.search("<(img|script|b)", Typesetter().typeset(tex, display=True) or "")


@pytest.mark.parametrize(
    ("text", "anchor"),
    [("My Finding!", "my-finding"), ("第二 步", "第二-步"), ("a_b", "a-b"), ("!!!", "section"), ("C++ & C#", "c-c")],
)
def test_anchors_are_as_github_makes_them(text: str, anchor: str) -> None:
    assert anchor_of(text) == anchor


@given(st.lists(st.integers(1, 6), max_size=12))
def test_heading_levels_never_skip_and_start_at_2(levels: list[int]) -> None:
    builder = DocumentBuilder()
    builder.html("<p>first</p>")
    for number, level in enumerate(levels):
        builder.heading(f"H{number}", level)
    found = [block.level for block in builder.build().document.blocks if block.level]
    assert all(2 <= level <= 6 for level in found)
    assert not found or found[0] == 2
    assert all(later <= earlier + 1 for earlier, later in pairwise(found))


def test_headings_inside_finished_html_follow_the_one_above_them() -> None:
    builder = DocumentBuilder()
    builder.heading("T", 1)
    builder.heading("A", 2)
    builder.html("<h5>x</h5><h1>y</h1><h3>z</h3>")
    assert builder.build().document.blocks[-1].html == "<h3>x</h3><h3>y</h3><h4>z</h4>"


def test_equal_headings_get_anchors_of_their_own() -> None:
    builder = DocumentBuilder()
    for text in ("Same", "Same", "Same 2", "Same"):
        builder.heading(text, 2)
    anchors = [block.anchor for block in builder.build().document.blocks]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize(
    ("target", "relative"), [("a.md", True), ("#x", True), ("https://x", False), ("//x/y", False), ("mailto:x", False)]
)
def test_only_addresses_in_the_learners_files_are_relative(target: str, relative: bool) -> None:
    assert is_relative(target) is relative
