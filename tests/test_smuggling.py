"""What authors write never passes for what the converter writes, however it is disguised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time

import pytest
from click.testing import Result

from inpublic.convert import convert_source
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


def test_a_picture_of_a_draft_is_not_shown_elsewhere(make_site: MakeSite, run: Callable[..., Result]) -> None:
    from PIL import Image

    root = make_site(
        {"projects/draft/a.md": "---\ndraft: true\n---\n# D\n", "projects/b.md": "# B\n\n![d](draft/p.png)\n"}
    )
    Image.new("RGB", (9, 9), "red").save(root / "projects/draft/p.png")
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
