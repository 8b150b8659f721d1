"""Mermaid diagrams are pictures on the page; what cannot be drawn is shown as its source, with a word why."""

from __future__ import annotations

import builtins

import pytest

from inpublic.pictures.svg import read_svg
from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.diagrams import DiagramFault, described, draw_mermaid
from inpublic.text.markdown import add_markdown

FLOW = "flowchart LR\n  data[(Data)] --> model([Model])"
merman = pytest.importorskip("merman")


@pytest.mark.parametrize(
    "source",
    [
        FLOW,
        "sequenceDiagram\n Alice->>Bob: Hello",
        "classDiagram\n Animal <|-- Duck",
        'pie title Pets\n "Dogs" : 386',
        "gantt\n dateFormat YYYY-MM-DD\n section S\n Task :a1, 2024-01-01, 30d",
        "stateDiagram-v2\n [*] --> Still",
        "erDiagram\n A ||--o{ B : has",
        "mindmap\n root\n  a\n  b",
    ],
    ids=lambda source: source.split()[0],
)
def test_a_diagram_is_drawn_with_its_words_as_text(source: str) -> None:
    drawing = read_svg(draw_mermaid(source))
    assert drawing is not None
    assert drawing.width > 0
    assert b"<text" in drawing.content
    assert b"foreignObject" not in drawing.content


def test_labels_are_not_cut_off_where_the_readers_fonts_are_wider() -> None:
    assert b"overflow:hidden" not in draw_mermaid("erDiagram\n A ||--o{ B : has")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("accTitle: Short", "Short"),
        ("accTitle: Short\n accDescr: Long words", "Long words"),
        ("accDescr {\n Long\n words\n }", "Long words"),
        ("a --> b", ""),
    ],
)
def test_a_diagram_is_described_by_what_its_author_says(line: str, words: str) -> None:
    assert described(f"flowchart LR\n {line}\n") == words


def test_the_same_source_gives_the_same_bytes() -> None:
    assert draw_mermaid(FLOW) == draw_mermaid(FLOW)


def test_a_page_has_the_picture_and_the_source_to_unfold() -> None:
    builder = DocumentBuilder()
    add_markdown(builder, f"# T\n\n```mermaid\n{FLOW}\n```\n", Origin(line=1))
    document = builder.build().document
    assert '<figure class="ip-figure ip-diagram"><img' in document.blocks[0].html
    assert "Source of the diagram" in document.blocks[0].html
    assert not document.faults


def test_what_cannot_be_drawn_says_where_and_why() -> None:
    builder = DocumentBuilder()
    add_markdown(builder, "# T\n\ntext\n\n```mermaid\nflowchart LR\n a[ --> b\n```\n", Origin(line=1))
    document = builder.build().document
    (fault,) = document.faults
    assert fault.line == 5
    assert "Unterminated node label" in fault.message
    assert not fault.is_error
    assert "a[ --&gt; b" in document.blocks[0].html


def test_without_the_package_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: object, **more: object) -> object:
        if name == "merman":
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(DiagramFault) as caught:
        draw_mermaid(FLOW)
    assert "inpublic[mermaid]" in caught.value.hint
