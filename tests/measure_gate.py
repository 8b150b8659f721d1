"""Measures the publish gate: what it finds of planted fakes, in each place, and what it says of real notebooks.

Run as `python tests/measure_gate.py [FOLDER]`; the folder of notebooks is else that of INPUBLIC_NOTEBOOKS.
"""

from __future__ import annotations

import io
import json
import os
import runpy
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path
from textwrap import indent
from time import process_time
from typing import Any

from PIL import Image, PngImagePlugin

from inpublic.gate.findings import scan

PLANTED = runpy.run_path(str(Path(__file__).with_name("fakes.py")))["planted"]()


def notebook(*cells: Mapping[str, Any], **metadata: Any) -> bytes:
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}).encode()


def printed(output: Mapping[str, Any]) -> bytes:
    return notebook({"cell_type": "code", "source": "run()", "outputs": [output], "metadata": {}})


def shown(mime: str, value: Any) -> bytes:
    return printed({"output_type": "display_data", "data": {mime: value}, "metadata": {}})


def code(text: str) -> bytes:
    return notebook({"cell_type": "code", "source": ["x = 1\n", *text.splitlines(keepends=True)], "outputs": []})


def stream(text: str) -> bytes:
    return printed({"output_type": "stream", "name": "stdout", "text": text.splitlines(keepends=True)})


def traceback(text: str) -> bytes:
    lines = ["\x1b[0;31mValueError\x1b[0m", *(f"----> 1 \x1b[32m{line}\x1b[39m" for line in text.splitlines())]
    lines = lines if "\n" not in text else ["ValueError", text]
    return printed({"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": lines})


def attached(text: str) -> bytes:
    file = {"text/plain": b64encode(text.encode()).decode()}
    return notebook({"cell_type": "markdown", "source": "", "attachments": {"a.txt": file}, "metadata": {}})


def widgets(text: str) -> bytes:
    state = {"a1": {"model_name": "TextModel", "state": {"value": text, "description": "x"}}}
    return notebook(widgets={"application/vnd.jupyter.widget-state+json": {"state": state, "version_major": 2}})


def picture(text: str) -> bytes:
    file, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_text("Comment", text)
    Image.new("L", (2, 2)).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def old(text: str) -> bytes:
    cell = {"cell_type": "code", "input": "", "outputs": [{"output_type": "stream", "text": [text]}]}
    return json.dumps({"worksheets": [{"cells": [cell]}], "metadata": {}, "nbformat": 3}).encode()


PLACES: Mapping[str, tuple[str, Callable[[str], bytes]]] = {
    "source": (".ipynb", code),
    "Markdown cell": (".ipynb", lambda text: notebook({"cell_type": "markdown", "source": f"# A\n\n{text}\n"})),
    "stream": (".ipynb", stream),
    "text/plain": (".ipynb", lambda text: shown("text/plain", text)),
    "HTML output": (".ipynb", lambda text: shown("text/html", f"<p>{escape(text)}</p>")),
    "page in a frame": (".ipynb", lambda text: shown("text/html", f'<iframe srcdoc="{escape(escape(text))}">')),
    "JSON output": (".ipynb", lambda text: shown("application/json", {"a": [{"b": text}]})),
    "traceback": (".ipynb", traceback),
    "attachment": (".ipynb", attached),
    "widget state": (".ipynb", widgets),
    "metadata": (".ipynb", lambda text: notebook(authors=[{"note": text}])),
    "format 3": (".ipynb", old),
    "write-up": (".md", lambda text: f"---\ntitle: A\n---\n# A\n\n{text}\n".encode()),
    "project.yml": (".yml", lambda text: f"title: A\nproblem: |\n{indent(text, '  ')}\n".encode()),
    "linked file": (".py", lambda text: f"x = 1\r\n{text}\r\n".encode("utf-16")),
    "picture file": (".png", picture),
    "picture output": (".ipynb", lambda text: shown("image/png", b64encode(picture(text)).decode())),
}


def recall() -> dict[tuple[str, str], tuple[int, int]]:
    """Plant every fake in every place; count by kind and place those found and those planted."""
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for fake in PLANTED:
        for place, (suffix, make) in PLACES.items():
            found, planted = counts.get((fake.kind, place), (0, 0))
            is_found = any(finding.kind == fake.kind for finding in scan(suffix, make(fake.text)))
            counts[fake.kind, place] = (found + is_found, planted + 1)
    return counts


def missed() -> list[str]:
    """Name what was planted and not found."""
    return [f"{kind} in {place}" for (kind, place), (found, planted) in recall().items() if found < planted]


def recall_tables() -> Iterator[str]:
    """Write what was found by place, those with the same figures on one line, and then by kind over all places."""
    counts = recall()
    alike: dict[tuple[int, int], list[str]] = {}
    for place in PLACES:
        alike.setdefault(_sum(counts, 1, place), []).append(place)
    for (found, planted), places in alike.items():
        yield f"{found} of {planted} in each of these {len(places)} places: {', '.join(places)}."
    yield from ("", "| kind | planted | found |", "|---|--:|--:|")
    for kind in dict.fromkeys(kind for kind, _ in counts):
        found, planted = _sum(counts, 0, kind)
        yield f"| {kind} | {planted:,} | {found:,} |"
    yield ""


def _sum(counts: Mapping[tuple[str, str], tuple[int, int]], number: int, value: str) -> tuple[int, int]:
    some = [count for key, count in counts.items() if key[number] == value]
    return sum(found for found, _ in some), sum(planted for _, planted in some)


def alarms_table(folder: Path) -> Iterator[str]:
    files = sorted(folder.rglob("*.ipynb"))
    start = process_time()
    findings = [(file, finding) for file in files for finding in scan(file.suffix, file.read_bytes())]
    seconds = process_time() - start
    counts = Counter((not finding.is_secret, finding.kind) for _, finding in findings)
    yield "| severity | kind | values | notebooks |"
    yield "|---|---|--:|--:|"
    for (is_personal, kind), number in sorted(counts.items()):
        where = len({file for file, finding in findings if finding.kind == kind})
        yield f"| {'warning' if is_personal else 'error'} | {kind} | {number} | {where} |"
    errors = sum(finding.is_secret for _, finding in findings)
    yield ""
    yield f"{len(files)} notebooks, {errors} errors, {len(findings) - errors} warnings, {seconds:.2f} s."


def main() -> None:
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("INPUBLIC_NOTEBOOKS", "")
    lines = [*recall_tables(), *(alarms_table(Path(folder)) if folder else ())]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
