"""What authors write never passes for what the converter writes, however it is disguised."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time
from typing import Any

import msgspec
import pytest
from click.testing import Result

from inpublic.assemble import title_of
from inpublic.convert import convert_source
from inpublic.records.yamltext import read_yaml
from inpublic.text.sanitise import sanitise

MakeSite = Callable[[Mapping[str, str]], Path]
TOKEN = "gh" + "p_" + "aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA3bC6"


@pytest.mark.parametrize(
    "text",
    [
        '<div title="&#xFDD0;l99&#xFDD1;">x</div>',
        '<div title="&#64976;f99&#64977;">x</div>',
        '[x](#/style=a/onmouseover=b//)\n\n<div title="&#xFDD0;l0&#xFDD1;">T</div>',
        '<p title="&#xFDD0;s0&#xFDD1;">x</p>',
    ],
)
def test_a_disguised_marker_stays_text(make_site: MakeSite, run: Callable[..., Result], text: str) -> None:
    result = run("build", "--tree-only", "--root", make_site({"projects/a.md": f"# A\n\n{text}\n"}))
    assert result.exit_code == 0, result.output


FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
OURS = re.compile("\ufdd0[lf][0-9]\ufdd1")
DISGUISES = {
    "as it is": "\ufdd0{}\ufdd1",
    "hexadecimal": "&#xFDD0;{}&#xFDD1;",
    "decimal": "&#64976;{}&#64977;",
    "with zeros": "&#x0000000fdd0;{}&#X0FDD1 ",
    "twice": "&amp;#xFDD0;{}&amp;#xFDD1;",
    "by name": "&num;xFDD0;{}&num;xFDD1;",
    "with a control": "&\x07#xFDD0;{}&\x07#xFDD1;",
    "style sheet": "\\fdd0 {}\\fdd1 ",
    "address": "%EF%B7%90{}%EF%B7%91",
    "YAML": "\\ufdd0{}\\ufdd1",
}
WIDGET, STATE = "application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json"


def book(*cells: Any, **metadata: Any) -> str:
    links = {"cell_type": "markdown", "metadata": {}, "source": "# T\n\n[a](b.md) ![p](q.png)"}
    return json.dumps({"cells": [links, *cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


def words(source: str, **rest: Any) -> str:
    return book({"cell_type": "markdown", "metadata": {}, "source": source, **rest})


def code(source: str, *outputs: Any, **metadata: Any) -> str:
    return book({"cell_type": "code", "metadata": metadata, "source": source, "outputs": outputs})


def shown(mime: str, value: Any, **metadata: Any) -> str:
    return code("x", {"output_type": "display_data", "data": {mime: value}, "metadata": metadata})


def table(mark: str) -> str:
    sheet = f'<style>#T_1 td {{ font-family: "{mark}"; color: red }}</style>'
    cells = f'<caption>{mark}</caption><tr><th class="{mark}">{mark}</th><td id="{mark}">{mark}</td></tr>'
    return f'{sheet}<table id="T_1" class="dataframe">{cells}</table>'


def framed(mark: str) -> str:
    inner = f'srcdoc="<p>{mark}</p><script>1</script>" title="{mark}"'
    return f'<iframe src="https://www.youtube.com/embed/{mark}" title="{mark}"></iframe><iframe {inner}></iframe>'


def drawn(mark: str) -> str:
    return (
        f'<svg viewBox="0 0 9 9"><title>{mark}</title><text id="{mark}" style="font-family:{mark}">{mark}</text></svg>'
    )


def failed(mark: str, *lines: str) -> str:
    return code("x", {"output_type": "error", "ename": mark, "evalue": mark, "traceback": lines})


def widget(model: str, **state: Any) -> str:
    models = {"a": {"model_name": model, "state": state}}
    output = {"output_type": "display_data", "data": {WIDGET: {"model_id": "a"}}, "metadata": {}}
    return book(
        {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [output]}, widgets={STATE: {"state": models}}
    )


PLACES: Mapping[str, Callable[[str], str]] = {
    "HTML text": lambda mark: shown("text/html", f"<p>{mark}</p><pre>{mark}</pre><!--{mark}-->"),
    "HTML attributes": lambda mark: shown("text/html", f'<p title="{mark}" class="{mark}" data-at="{mark}">x</p>'),
    "HTML style": lambda mark: shown("text/html", f"<p style=\"font-family: '{mark}'; color: {mark}\">x</p>"),
    "HTML style sheet": lambda mark: shown("text/html", f'<style>.{mark} {{content: "{mark}"}}</style><p>x</p>'),
    "HTML table": lambda mark: shown("text/html", table(mark)),
    "HTML frames": lambda mark: shown("text/html", framed(mark)),
    "HTML drawing": lambda mark: shown("text/html", drawn(mark)),
    "HTML formula": lambda mark: shown("text/html", f"<math><mi>{mark}</mi></math> \\({mark}\\)"),
    "HTML pictures": lambda mark: shown("text/html", f'<img src="{mark}" alt="{mark}"><video src="{mark}">'),
    "HTML live": lambda mark: shown("text/html", f'<div id="{mark}">{mark}</div><script>f("{mark}")</script>'),
    "Markdown output": lambda mark: shown("text/markdown", f'[{mark}]({mark} "{mark}") ![{mark}]({mark}) ${mark}$'),
    "LaTeX output": lambda mark: shown("text/latex", f"$\\text{{{mark}}}$"),
    "SVG output": lambda mark: shown("image/svg+xml", drawn(mark)),
    "JSON output": lambda mark: shown("application/json", {mark: [mark, {"a": mark}]}),
    "plain output": lambda mark: shown("text/plain", mark),
    "stream": lambda mark: code("x", {"output_type": "stream", "name": "stderr", "text": f"\x1b[1m{mark}\x1b[0m"}),
    "traceback": lambda mark: failed(mark, f"\x1b[31m{mark}\x1b[0m"),
    "error without a traceback": failed,
    "source": lambda mark: code(f"x = '{mark}'  # {mark}"),
    "magic": lambda mark: code(f"%%html\n<p title='{mark}'>{mark}</p>"),
    "directives": lambda mark: code(f'#| code-summary: "{mark}"\n#| fig-cap: "{mark}"\n#| fig-alt: "{mark}"\nplot()'),
    "form": lambda mark: code(f'#@title {mark}\nx = "{mark}" #@param ["{mark}", "b"]'),
    "metadata of a cell": lambda mark: code("x", name=mark, mystnb={"code_prompt_show": mark}, tags=["hide-input"]),
    "metadata of an output": lambda mark: shown("image/svg+xml", drawn("a"), alt=mark, caption=mark, name=mark),
    "metadata of a notebook": lambda mark: book(title=mark, inpublic={"title": mark, "tags": [mark]}),
    "language": lambda mark: book(kernelspec={"language": mark, "name": mark}, language_info={"name": mark}),
    "attachment": lambda mark: words(f"![](attachment:{mark}.png)", attachments={f"{mark}.png": {"image/png": ""}}),
    "raw cell": lambda mark: book({"cell_type": "raw", "metadata": {"format": "html"}, "source": f"<p id='{mark}'>"}),
    "widget": lambda mark: widget("HTMLModel", value=f"<p title='{mark}'>{mark}</p>", description=mark),
    "widget's choices": lambda mark: widget("DropdownModel", _options_labels=[mark], index=0, description=mark),
    "unknown widget": lambda mark: widget(mark, value=mark, description=mark),
    "text": lambda mark: words(f"{mark} `{mark}` ${mark}$\n\n|{mark}|\n|-|\n|{mark}|\n\n## {mark}"),
    "text's HTML": lambda mark: words(f"<p title='{mark}' style='font-family:{mark}'>{mark}</p>"),
    "text's pictures": lambda mark: words(f"![{mark}]({mark} '{mark}') <img src='{mark}' style='width:{mark}'>"),
    "text's code": lambda mark: words(f"```{mark}\n{mark}\n```\n\n```mermaid\ngraph TD; A[{mark}]\n```"),
    "text's boxes": lambda mark: words(f":::{{figure}} {mark}\n:name: {mark}\n:alt: {mark}\n{mark}\n:::"),
    "references": lambda mark: words(f"$$x \\label{{{mark}}} \\tag{{{mark}}}$$ \\eqref{{{mark}}}"),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_no_marker_gets_into_a_document_from_any_place_of_a_notebook(place: str, disguise: str) -> None:
    for kind in "lsm":
        mark = DISGUISES[disguise].format(f"{kind}98")
        document = convert_source(".ipynb", PLACES[place](mark).encode()).document
        assert document.blocks
        assert not [fault for fault in document.faults if "bug" in fault.hint]
        said = json.loads(msgspec.json.encode(document.blocks))
        made = json.dumps([said, document.title_html, document.metadata], ensure_ascii=False)
        assert not FORBIDDEN.search(OURS.sub("", made))


@pytest.mark.parametrize("disguise", DISGUISES)
def test_no_marker_gets_into_a_record_or_a_title(disguise: str) -> None:
    mark = DISGUISES[disguise].format("l0").replace("\x07", "")
    if disguise != "style sheet":  # which is no escape of YAML
        value = msgspec.json.encode(read_yaml(f'title: "{mark}"\n"{mark}": ["{mark}"]')).decode()
        assert not FORBIDDEN.search(value)
        assert "&#" not in value
    assert not FORBIDDEN.search(title_of(mark))


def test_no_page_holds_what_html_forbids_however_its_author_wrote_it(
    make_site: MakeSite, run: Callable[..., Result]
) -> None:
    record = 'title: "A\\uFDD0l0\\uFDD1 \\a"\nsummary: "\\uFDD0l0\\uFDD1"\ntags: ["\\uFDD0l0\\uFDD1"]\n'
    root = make_site({
        "projects/a/README.md": "# A\n\n[b](../b.md) &#1; <b title='&#2;'>&#x7f;</b>\n",
        "projects/a/project.yml": record,
        "projects/b\ufdd0l0\ufdd1.md": "No heading at all.\n",
        "projects/c&#xFDD0;l0&#xFDD1;.md": "Nor here.\n",
    })  # fmt: skip
    assert run("build", "--tree-only", "--root", root).exit_code == 0
    pages = [path.read_text("utf-8") for path in (root / "docs").rglob("*.md")]
    assert len(pages) > 6
    assert not [page for page in pages if FORBIDDEN.search(page) or "&#xFDD0;" in page]


def test_a_style_that_no_parser_survives_is_taken_out() -> None:
    html = sanitise(f'<div style="position:fixed;inset:0;color:{"(" * 3000}">x</div>')
    assert "style" not in html


def test_a_key_with_the_escapes_of_markdown_is_found() -> None:
    text = f"# A\n\nMy token is {TOKEN.replace('_', chr(92) + '_')}\n"
    assert any(finding.is_secret for finding in convert_source(".md", text.encode()).document.findings)


def test_a_linked_folder_of_hand_written_pages_is_searched(make_site: MakeSite, run: Callable[..., Result]) -> None:
    root = make_site({"projects/a.md": "# A\n"})
    private = root.parent / "private"
    private.mkdir()
    (private / "key.txt").write_text(f"token = {TOKEN!r}\n")
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs/extra").symlink_to(private)
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert "docs/extra/key.txt" in result.output
    assert not (root / "site").exists()


def test_a_home_page_that_is_handed_back_with_a_key_in_it_stops_the_build(
    make_site: MakeSite, run: Callable[..., Result]
) -> None:
    root = make_site({"projects/a.md": "# A\n"})
    assert run("build", "--tree-only", "--root", root).exit_code == 0
    (root / "docs/index.md").write_text(f"# Mine\n\ntoken = {TOKEN!r}\n")
    with (root / "mkdocs.yml").open("a") as settings:
        settings.write("extra: {inpublic: {home: false}}\n")
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert "docs/index.md:3" in result.output
    assert not (root / "site").exists()


@pytest.mark.parametrize("address", ["draft/p.png", "Draft/P.png", "DRAFT/p.png"])
def test_a_picture_of_a_draft_is_not_shown_elsewhere(
    make_site: MakeSite, run: Callable[..., Result], address: str
) -> None:
    """Nor in other capitals, which are the same file on macOS and Windows; elsewhere there is another of that name."""
    from PIL import Image

    root = make_site(
        {"projects/draft/a.md": "---\ndraft: true\n---\n# D\n", "projects/b.md": f"# B\n\n![d]({address})\n"}
    )
    picture = root / "projects" / address
    picture.parent.mkdir(exist_ok=True)
    Image.new("RGB", (9, 9), "red").save(picture)
    result = run("build", "--tree-only", "--root", root)
    assert "held back, left out or a draft" in result.output
    assert not list((root / "docs").rglob("*.png"))


def test_a_long_address_of_data_is_read_at_once() -> None:
    assert convert_source(".md", ("data:" + "a" * 300_000).encode()).document.faults == ()


def test_a_summary_that_cannot_be_written_is_told(make_site: MakeSite, run: Callable[..., Result]) -> None:
    result = run("build", "--tree-only", "--root", make_site({"projects/a.md": "# A\n"}), "--summary", "/nowhere/x.md")
    assert result.exit_code == 1
    assert "bug" not in result.output


def test_a_pipe_among_hand_written_pages_stops_the_build_at_once(
    make_site: MakeSite, run: Callable[..., Result]
) -> None:
    import os

    root = make_site({"projects/a.md": "# A\n", "docs/about.md": "# Me\n"})
    os.mkfifo(root / "docs/pipe.md")
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert "docs/pipe.md is a pipe or a device" in result.output


def test_another_folder_of_pages_does_not_get_past_the_gate(make_site: MakeSite, run: Callable[..., Result]) -> None:
    root = make_site({"projects/a.md": "# A\n", "other/k.md": "# K\n", "base.yml": "docs_dir: other\n"})
    (root / "mkdocs.yml").write_text(f"INHERIT: base.yml\n{(root / 'mkdocs.yml').read_text()}")
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert "docs_dir has to be docs" in result.output


def test_a_line_of_code_without_end_is_shown_at_once() -> None:
    begin = process_time()
    document = convert_source(".md", f"```python\n{'a.' * 50_000}\n```\n".encode()).document
    assert process_time() - begin < 3
    assert "a.a." in document.blocks[0].html
