"""Makes one large notebook of what fills real ones (pictures, tables, printed text), the same each time."""

from __future__ import annotations

import io
import json
import random
from base64 import b64encode
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

KINDS = ("mixed", "pictures", "text")
_MEGABYTE = 1_000_000
_PIXELS = 480


def write_large(path: Path, megabytes: float, kind: str = "mixed") -> None:
    """Write a notebook of about so many megabytes."""
    cells, size = [_markdown("# A large notebook\n\nAll outputs are stored in it.")], 0
    for cell in _cells(kind):
        cells.append(cell)
        size += len(json.dumps(cell))
        if size >= megabytes * _MEGABYTE:
            break
    notebook = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), "utf-8")


def _cells(kind: str) -> Iterator[dict[str, Any]]:
    chance = random.Random(5)  # noqa: S311 - the same notebook each time
    makers = {"mixed": (_picture, _table, _printed), "pictures": (_picture,), "text": (_table, _printed)}[kind]
    for number, maker in enumerate(cycle(makers), 1):
        if number % 5 == 0:
            yield _markdown(f"## Part {number}\n\nWhat comes out of part {number}, with *one* formula: $x^{number}$.")
        yield _code(f"result = work({number})\nresult.show()", maker(chance), number)


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str, output: dict[str, Any], number: int) -> dict[str, Any]:
    outputs = [{"metadata": {}, "output_type": "display_data", "data": output}]
    return {"cell_type": "code", "execution_count": number, "metadata": {}, "source": source, "outputs": outputs}


def _picture(chance: random.Random) -> dict[str, Any]:
    """Draw noise, which no format makes smaller, so that the bytes are what they seem; about half a megabyte."""
    from PIL import Image

    file = io.BytesIO()
    Image.frombytes("RGB", (_PIXELS, _PIXELS * 3 // 4), chance.randbytes(_PIXELS * _PIXELS * 9 // 4)).save(file, "PNG")
    return {"image/png": b64encode(file.getvalue()).decode("ascii"), "text/plain": "<Figure>"}


def _table(chance: random.Random) -> dict[str, Any]:
    rows = "\n".join(
        f"<tr><th>{row}</th>{''.join(f'<td>{chance.random():.6f}</td>' for _ in range(12))}</tr>" for row in range(400)
    )
    return {"text/html": f'<table border="1" class="dataframe"><tbody>\n{rows}\n</tbody></table>', "text/plain": "…"}


def _printed(chance: random.Random) -> dict[str, Any]:
    return {"text/plain": "\n".join(f"epoch {number}: loss {chance.random():.8f}" for number in range(3000))}
