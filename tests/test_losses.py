"""Planted losses are found, each in its place; what is whole gives no alarm."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click.testing
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from inpublic.build import look_through, looker
from inpublic.convert import convert_source
from inpublic.document import Block, Document, Fault
from inpublic.load import load_website, open_cache
from inpublic.outputs import make_outputs
from inpublic.settings.config import load_config
from inpublic.stock.holdings import Holding, notebook_holdings
from inpublic.stock.inventory import Inventory
from inpublic.stock.losses import MOST, Loss, lacking, page_losses
from inpublic.stock.sourcelosses import _lost, document_losses

REAL = os.environ.get("INPUBLIC_NOTEBOOKS", "")
NOTEBOOKS = sorted(Path(REAL).rglob("*.ipynb")) if REAL else []
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
PROSE = """# Title

Some **bold** text, and $x^2$.

## Part

* milk
* bread

| a | b |
|---|---|
| 1 | 2 |
| 3 | 4 |

![words](https://pictures.example/a.png)

<iframe src="https://videos.example/v"></iframe>

> [!NOTE]
> careful
"""
CODE = "x = 1\ny = 2\nprint(x)"
LONG = "\n".join(f"line {number}" for number in range(100))


def cells(*made: str | tuple[str, list[dict[str, Any]]]) -> bytes:
    found = [
        {"cell_type": "markdown", "metadata": {}, "source": one}
        if isinstance(one, str)
        else {"cell_type": "code", "metadata": {}, "source": one[0], "outputs": one[1], "execution_count": 1}
        for one in made
    ]
    return json.dumps({"cells": found, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def shown(**data: str) -> dict[str, Any]:
    data = {name.replace("_", "/"): value for name, value in data.items()}
    return {"output_type": "display_data", "data": data, "metadata": {}}


WHOLE = cells(
    PROSE,
    (CODE, [{"output_type": "stream", "name": "stdout", "text": LONG}]),
    (
        "table",
        [
            shown(text_html="<table class='dataframe'><tr><th>k</th></tr><tr><td>7</td></tr></table>"),
            shown(image_png=DOT),
            {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["Traceback", "E: x"]},
        ],
    ),
)


def without(document: Document, cut: str, instead: str = "") -> Document:
    """Plant a loss: take a piece of HTML out of the block that has it."""
    (index,) = [number for number, block in enumerate(document.blocks) if cut in block.html]
    block = document.blocks[index]
    blocks = [*document.blocks]
    blocks[index] = replace(block, html=block.html.replace(cut, instead, 1))
    return replace(document, blocks=tuple(blocks))


def told(losses: tuple[Fault, ...]) -> list[tuple[int | None, str]]:
    return [(loss.cell, loss.message.removeprefix("not on the page: ")) for loss in losses]


def test_a_document_that_is_whole_gives_no_alarm() -> None:
    assert document_losses(".ipynb", WHOLE, convert_source(".ipynb", WHOLE).document) == ()


@pytest.mark.parametrize(
    ("cut", "instead", "cell", "message"),
    [
        ("<p>Some <strong>bold</strong> text, and ", "<p>", 1, "the text «Some bold text, and .»"),
        ("<strong>bold</strong>", "", 1, "the text «Some bold text, and .»"),
        ("<li>milk</li>", "", 1, "1 of 2 list items, the text «milk»"),
        ("<li>milk</li>", "milk", 1, "1 of 2 list items"),
        ("<td>2</td>", "", 1, "the text «2»"),
        ("<p>careful</p>", "", 1, "the text «careful»"),
        ('<span class="n">y</span>', "", 2, "the text «y = 2»"),
        ("line 57\n", "", 2, "the text «line 57»"),
        ("line 57\n", "line 5", 2, "the text «line 57»"),
        ("<td>7</td>", "", 3, "1 of 2 table rows, the text «7»"),
        ("E: x", "", 3, "the text «E: x»"),
    ],
    ids=[
        "paragraph",
        "word",
        "item",
        "item-mark",
        "table-cell",
        "alert",
        "code",
        "output-line",
        "output-part",
        "frame-cell",
        "traceback",
    ],
)
def test_a_planted_loss_of_text_is_found_in_its_cell(cut: str, instead: str, cell: int, message: str) -> None:
    document = without(convert_source(".ipynb", WHOLE).document, cut, instead)
    assert told(document_losses(".ipynb", WHOLE, document)) == [(cell, message)]


@pytest.mark.parametrize(
    ("selector", "cell", "message"),
    [
        ("math", 1, "1 of 1 formulas"),
        (".ip-remote", 1, "1 of 1 pictures"),
        (".ip-frame", 1, "1 of 1 live figures"),
        ("table:not(.dataframe) tbody tr:last-child", 1, "1 of 3 table rows, the text «3» and 1 more line"),
        ("ul", 1, "2 of 2 list items, the text «milk» and 1 more line"),
        (".ip-in", 2, "the text «x = 1» and 2 more lines"),
        (".ip-more", 2, "the text «line 20» and 79 more lines"),
        (".dataframe tr:last-child", 3, "1 of 2 table rows, the text «7»"),
        ("figure", 3, "1 of 1 pictures"),
        (".ip-error", 3, "the text «Traceback» and 1 more line"),
    ],
    ids=[
        "formula",
        "remote",
        "iframe",
        "row",
        "list",
        "source",
        "folded",
        "output-row",
        "figure",
        "error",
    ],
)
def test_a_planted_loss_of_an_element_is_found_in_its_cell(selector: str, cell: int, message: str) -> None:
    from selectolax.lexbor import LexborHTMLParser

    document = convert_source(".ipynb", WHOLE).document
    blocks = [*document.blocks]
    for number, block in enumerate(blocks):
        body = LexborHTMLParser(block.html).body
        node = body.css_first(selector) if body and block.cell == cell else None
        if node is not None and body is not None:
            node.replace_with("")
            blocks[number] = replace(block, html=body.inner_html or "")
    losses = document_losses(".ipynb", WHOLE, replace(document, blocks=tuple(blocks)))
    assert told(losses) == [(cell, message)]


def test_a_lost_heading_and_a_lost_title_are_found() -> None:
    document = convert_source(".ipynb", WHOLE).document
    blocks = tuple(block for block in document.blocks if block.text != "Part")
    lost = document_losses(".ipynb", WHOLE, replace(document, blocks=blocks))
    assert told(lost) == [(1, "1 of 2 headings, the text «Part»")]
    lost = document_losses(".ipynb", WHOLE, replace(document, title="", title_html=""))
    assert told(lost) == [(1, "1 of 2 headings, the text «Title»")]


def test_one_of_two_equal_paragraphs_is_found_missing() -> None:
    data = cells("same\n\nother\n\nsame")
    document = without(convert_source(".ipynb", data).document, "<p>same</p>")
    assert told(document_losses(".ipynb", data, document)) == [(1, "the text «same»")]


def test_text_in_another_order_is_not_lost() -> None:
    data = cells("one\n\ntwo")
    document = convert_source(".ipynb", data).document
    blocks = (Block("<p>two</p><p>one</p>", cell=1),)
    assert document_losses(".ipynb", data, replace(document, blocks=blocks)) == ()


def test_a_loss_in_a_write_up_names_the_line_of_its_block() -> None:
    data = b"---\ntitle: A\n---\n# A\n\none\n\n* two\n* three\n"
    document = without(convert_source(".md", data).document, "<li>three</li>")
    (loss,) = document_losses(".md", data, document)
    assert (loss.line, loss.cell) == (8, None)
    assert loss.message == "not on the page: 1 of 2 list items, the text «three»"
    assert "please report it" in loss.hint


def test_of_many_losses_the_first_few_are_told_and_the_rest_counted() -> None:
    data = cells(*(f"text {number}" for number in range(MOST + 3)))
    document = replace(convert_source(".ipynb", data).document, blocks=())
    losses = document_losses(".ipynb", data, document)
    assert len(losses) == MOST + 1
    assert losses[-1].message == "not on the page: something of 3 more cells"


def test_nothing_is_said_of_a_broken_document_or_of_a_picture_that_is_known_to_be_damaged() -> None:
    broken = Document("", (), faults=(Fault("cannot be read", is_error=True),))
    assert document_losses(".ipynb", WHOLE, broken) == ()
    damaged = cells(("x", [shown(image_png="AAAA")]))
    document = convert_source(".ipynb", damaged).document
    assert document.faults
    assert document_losses(".ipynb", damaged, document) == ()


def test_a_figure_with_scripts_is_lost_unless_it_is_there_or_shows_as_much_without_them() -> None:
    wanted = Inventory(scripted=("<div id='a'>words</div><script>draw()</script>",))
    assert lacking(wanted, Inventory()).counts == {"live figures": 1}
    assert not lacking(wanted, Inventory(counts={"live figures": 1}))
    assert not lacking(wanted, Inventory(counts={"pictures": 1}))
    assert not lacking(wanted, Inventory(("words",)))


def test_what_is_there_in_one_of_two_readings_is_not_lost() -> None:
    wanted = Inventory(("!!! note", "**a**"), otherwise=lambda: Inventory(("a",)))
    assert not lacking(wanted, Inventory(("a",)))
    assert not lacking(wanted, Inventory(("!!! note", "**a**")))
    assert lacking(wanted, Inventory(("b",))).lines == ("**a**",)


def page_of(document: Document) -> str:
    body = "".join(f'<h2 id="{one.anchor}">{one.html}</h2>' if one.level else one.html for one in document.blocks)
    head = '<div class="ip-head"><ul><li>milk</li></ul></div>'
    return f"<nav>milk</nav><article><h1>{document.title_html}</h1>{head}{body}</article>"


def test_a_page_that_holds_its_document_gives_no_alarm() -> None:
    document = convert_source(".ipynb", WHOLE).document
    assert page_losses(document, document.blocks, page_of(document)) == ()


@pytest.mark.parametrize(
    ("cut", "cell", "message"),
    [
        ("<li>milk</li>", 1, "1 of 2 list items, the text «milk»"),
        ('id="part">Part', 1, "the text «Part»"),
        ("line 57\n", 2, "the text «line 57»"),
        ("<h1>Title</h1>", None, "1 of 1 headings, the text «Title»"),
    ],
    ids=["item", "heading", "output", "title"],
)
def test_what_a_page_lost_of_its_document_is_found(cut: str, cell: int | None, message: str) -> None:
    document = convert_source(".ipynb", WHOLE).document
    page = page_of(document)
    assert cut in page
    losses = page_losses(document, document.blocks, page.replace(cut, ""))
    assert told(losses) == [(cell, message)]
    assert "a plugin or extension" in losses[0].hint


def test_a_picture_that_a_page_lost_is_found_in_its_cell() -> None:
    document = convert_source(".ipynb", WHOLE).document
    (block,) = [block for block in document.blocks if "<figure" in block.html]
    figure = block.html[block.html.index("<figure") : block.html.index("</figure>") + 9]
    losses = page_losses(document, document.blocks, page_of(document).replace(figure, ""))
    assert told(losses) == [(3, "1 of 1 pictures")]


def test_check_and_build_say_that_nothing_was_lost_and_build_looks_at_the_real_pages(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"projects/a.ipynb": WHOLE, "projects/b.md": PROSE})
    assert "nothing lost in 2 documents" in run("check", "--root", root).output
    result = run("build", "--root", root)
    assert "not on the page" not in result.output
    (root / "docs/thief.py").write_text(
        "def on_page_content(html, **_):\n    return html.replace('<li>bread</li>', '')\n"
    )
    with (root / "mkdocs.yml").open("a") as settings_file:
        settings_file.write("hooks: [docs/thief.py]\n")
    output = run("build", "--root", root).output
    assert "projects/a.ipynb: cell 1: warning: not on the page: 1 of 2 list items, the text «bread»" in output
    assert "projects/b.md: warning: not on the page: 1 of 2 list items, the text «bread»" in output


def test_a_page_that_is_as_it_was_is_not_compared_again(
    make_site: Callable[..., Path], run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def noting(document: Document, *others: Any) -> tuple[Fault, ...]:
        compared.append(document.title)
        return page_losses(document, *others)

    monkeypatch.setattr("inpublic.stock.losses.page_losses", noting)
    root = make_site({f"projects/{name}.md": f"# {name}\n\nText.\n" for name in "abc"})
    for found in (["a", "b", "c"], [], ["b"]):
        if found == ["b"]:
            (root / "projects/b.md").write_text("# b\n\nOther text.\n")
        compared.clear()
        assert run("build", "--root", root, "--jobs", "1").exit_code == 0
        assert sorted(compared) == found


def test_cells_that_the_page_has_given_names_are_found_there_as_they_are(
    make_site: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [{"cell_type": "code", "source": "import pandas as pd\npd.read_csv('a')", "metadata": {}, "outputs": []}]
    root = make_site({"projects/a.ipynb": json.dumps({"cells": cells, "metadata": {}, "nbformat": 4})})
    website = load_website(load_config(root, {})).website
    (place,) = (page.path for page in website.pages)
    page = next(file.read().decode() for file in make_outputs(website) if file.path == place)
    assert ' id="cell_1"' in page
    others = list[Block]()
    monkeypatch.setattr("inpublic.stock.losses.html_of", lambda block: others.append(block) or block.html)
    looker(website)(str(place), f"<article>{page}</article>")
    assert not others


def test_to_compare_a_page_takes_nothing_of_what_converts() -> None:
    code = "import sys, inpublic.build, inpublic.stock.losses as losses; from inpublic.document import Document;"
    code += "print(losses.page_losses(Document('T', ()), (), '<article><h1>T</h1></article>'),"
    code += (
        "[name for name in sys.modules if name.startswith(('markdown_it', 'inpublic.notebooks', 'inpublic.maths'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "() []\n"


def test_a_page_that_is_not_in_the_site_is_reported(make_site: Callable[..., Path]) -> None:
    config = load_config(make_site({"projects/b.md": PROSE}), {})
    website = load_website(config).website
    (problem,) = look_through(website, [(page, config.root / "none") for page in website.pages], open_cache(config))
    assert str(problem) == "projects/b.md: this page is not in the site, though it is in docs/"


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
MARKS = (
    "# |* |1. |> |    |```\n|$|**|<b>|<!-- |[x](|![|~~|&amp;|[^1]|[^1]: |<details>|!!! note\n|:::|\n\n|\n|\\|`"
).split("|")
marks = st.sampled_from([*MARKS, "| a |\n|---|\n| ", "<div>", "</div>", "- [ ] ", "---\n", "<table><tr>", "</p>", "$$"])
prose = st.lists(words | marks, max_size=12).map("".join)


@given(prose)
@example("1\n0<TABLE><A>1")  # browsers put what may not stand in a table before it
@example("0</DIV>0\n!!!1\n=")  # a title with a tag in it that ends nothing
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost_of_any_markdown(text: str) -> None:
    data = text.encode()
    assert document_losses(".md", data, convert_source(".md", data).document) == ()


@given(st.lists(prose | st.tuples(words, words.map(lambda text: [shown(text_plain=text)])), max_size=4))
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_of_any_notebook(made: list[str | tuple[str, list[dict[str, Any]]]]) -> None:
    data = cells(*made)
    assert document_losses(".ipynb", data, convert_source(".ipynb", data).document) == ()


def by_both(data: bytes, document: Document) -> tuple[list[Loss], list[Loss]]:
    """Return what is found lost as always, and where every cell is read exactly."""
    holdings = notebook_holdings(data)
    exact = {cell: Holding(holding.exactly) for cell, holding in holdings.items()}
    return [plain(loss) for loss in _lost(holdings, document)], [plain(loss) for loss in _lost(exact, document)]


def plain(loss: Loss) -> Loss:
    """Leave out whether there was another way to read it."""
    return replace(loss, missing=replace(loss.missing, otherwise=None), whole=replace(loss.whole, otherwise=None))


@given(
    st.lists(prose | st.tuples(words, words.map(lambda text: [shown(text_plain=text)])), max_size=3),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_whatever_is_cut_out_the_same_is_told_as_by_reading_all_exactly(
    made: list[str | tuple[str, list[dict[str, Any]]]], cuts: list[tuple[int, int]]
) -> None:
    data = cells(*made)
    document = convert_source(".ipynb", data).document
    blocks = list(document.blocks)
    for block, piece in cuts if blocks else ():
        one = blocks[block % len(blocks)]
        pieces = re.split(r"(?<=>)|(?=<)|(?<= )", one.html)
        del pieces[piece % len(pieces)]
        blocks[block % len(blocks)] = replace(one, html="".join(pieces))
    quickly, exactly = by_both(data, replace(document, blocks=tuple(blocks)))
    assert quickly == exactly


@pytest.mark.skipif(not NOTEBOOKS, reason="INPUBLIC_NOTEBOOKS names no folder of real notebooks")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_of_a_real_notebook_each_block_that_goes_is_missed_as_by_reading_all_exactly(path: Path) -> None:
    data = path.read_bytes()
    document = convert_source(".ipynb", data).document
    for number in range(0, len(document.blocks), max(1, len(document.blocks) // 4)):
        blocks = (*document.blocks[:number], *document.blocks[number + 1 :])
        quickly, exactly = by_both(data, replace(document, blocks=blocks))
        assert quickly == exactly


@pytest.mark.skipif(not NOTEBOOKS, reason="INPUBLIC_NOTEBOOKS names no folder of real notebooks")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_nothing_is_lost_of_a_real_notebook(path: Path) -> None:
    data = path.read_bytes()
    assert told(document_losses(".ipynb", data, convert_source(".ipynb", data).document)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [("<!--", "-->"), ("<script>", "</script>"), ("<template>", "</template>"), ('<div class="ip-foot">', "</div>")],
    ids=["comment", "script", "template", "foot"],
)
def test_what_stands_in_a_page_as_it_is_but_out_of_sight_is_lost(before: str, after: str) -> None:
    document = convert_source(".ipynb", WHOLE).document
    block = next(block for block in document.blocks if "bold" in block.html)
    page = page_of(document)
    assert block.html in page
    losses = page_losses(document, document.blocks, page.replace(block.html, f"{before}{block.html}{after}"))
    assert any("bold" in loss.message for loss in losses)


def test_a_block_that_stands_only_before_the_article_is_lost() -> None:
    document = convert_source(".ipynb", WHOLE).document
    block = next(block for block in document.blocks if "bold" in block.html)
    page = page_of(document)
    assert not page_losses(document, document.blocks, page)
    assert page_losses(document, document.blocks, block.html + page.replace(block.html, ""))
