"""What a text hardly means is told with its line, and nothing else is."""

from __future__ import annotations

import pytest

from inpublic.text.writeup import convert_writeup


def faults(text: str) -> list[tuple[int | None, str]]:
    return [(fault.line, fault.message.partition(":")[0]) for fault in convert_writeup(text.encode()).document.faults]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# A\n\n```python\nx = 1\n", 3, "this block of code never ends"),
        ("> ~~~\n> x\n\nOut.", 1, "this block of code never ends"),
        ("```", 1, "this block of code never ends"),
        ("````\n```\n", 1, "this block of code never ends"),
        ("Text.\n\n<!-- never\n\nlost", 3, "this comment never ends"),
        ("Text.\n\n<div>\n\ninside", 3, "<div> is never closed"),
        ("<details><summary>A</summary>\n\ninside", 1, "<details> is never closed"),
        ("Text with <meta http-equiv=refresh content=0>.", 1, "<meta> is taken out of the text"),
        ("</body></html>\n\nText after.", 1, "<body> is taken out of the text"),
        ("a\n\n<script>\nalert(1)\n</script>", 3, "<script> is taken out of the text"),
        (">" * 120 + " deep", 1, "the quotes or lists here are nested too deeply"),
        (
            "\n".join(f"{'  ' * level}- item" for level in range(60)),
            49,
            "the quotes or lists here are nested too deeply",
        ),
        ("<plaintext>\n\nText.", 1, "<plaintext> is taken out of the text"),
    ],
)
def test_a_slip_is_told_with_its_line(text: str, line: int, message: str) -> None:
    found = faults(text)
    assert (line, message) == found[0] or (line, message) == found[-1]


@pytest.mark.parametrize(
    "text",
    [
        "```python\nx = 1\n```",
        "- item\n  ```\n  x\n  ```",
        "> ```\n> x\n> ```",
        "<!-- a note -->\n\nText.",
        "<div align=center>\n\n<img src=a.png alt=A>\n\n</div>",
        "<p>one\n<p>two\n\n<ul><li>a<li>b</ul>",
        "<table><tr><td>a<td>b</table>",
        "`<script>` and `<div>` as words",
        "    <div> in code",
        "1 < 2 and List<int>",
    ],
)
def test_what_is_meant_is_no_slip(text: str) -> None:
    assert [found for found in faults(text) if found[0] and "picture" not in found[1]] == []
