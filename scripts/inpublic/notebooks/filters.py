"""Leaves out the outputs of a cell, and the lines of them, that it does not want to be seen."""

from __future__ import annotations

from collections.abc import Sequence

from inpublic.celloutputs.bundle import Output, text_of
from inpublic.notebooks.display import Display


def shown_outputs(outputs: Sequence[Output], display: Display) -> list[Output]:
    """Choose the outputs that a display lets through; printed text that is meant as Markdown becomes that."""
    if not display.shows_output:
        return []
    chosen: list[Output] = []
    for output in outputs:
        one = _shown(output, display) if output.get("output_type") == "stream" else output
        if one is not None and chosen and _is_markdown(one) and _is_markdown(chosen[-1]):
            one = _markdown(chosen.pop()["data"][_MARKDOWN] + one["data"][_MARKDOWN])
        chosen.extend([] if one is None else [one])
    return chosen


_MARKDOWN = "text/markdown"


def _shown(output: Output, display: Display) -> Output | None:
    is_error = output.get("name") == "stderr"
    if not (display.shows_stderr if is_error else display.shows_stdout):
        return None
    text = text_of(output.get("text"))
    if display.dropped_words:
        lines = text.splitlines(keepends=True)
        text = "".join(line for line in lines if not any(word in line for word in display.dropped_words))
    return _markdown(text) if display.stdout_is_markdown and not is_error else {**output, "text": text}


def _markdown(text: str) -> Output:
    return {"output_type": "printed", "data": {_MARKDOWN: text}, "metadata": {}}


def _is_markdown(output: Output) -> bool:
    return output.get("output_type") == "printed"
