"""What a text does that its author hardly meant: a fence or comment without an end, HTML that no page can hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from markdown_it.token import Token

from inpublic.document import Fault

_REFUSED = {
    "script": "what it does would run in your readers' browsers: an output of a code cell may hold it, in a frame",
    "style": "it would change the look of the whole site",
    "link": "it would ask another host for something, or change the look of the whole site",
    "meta": "it would speak for the whole page, and could send your readers elsewhere",
    "base": "it would bend every link of the page",
    "form": "what readers type would be sent elsewhere: lead to the form with a link",
    "plaintext": "it would turn the rest of the page into text",
    "html": "a page has it already",
    "head": "a page has it already",
    "body": "a page has it already",
}
"""Elements that are taken out of texts, and why."""

_MEANT = frozenset("blockquote center details div figure pre section span sub sup table".split())
"""Elements that have to be closed by their author; of others HTML knows where they end."""


_READ = frozenset(("fence", "html_block", "html_inline"))
_MOST_OPEN = 1000
"""Elements in each other whose ends are looked for; a page with so many is refused elsewhere."""

DEEPEST = 100
"""Levels of quotes and lists in each other that are read, a list being two; the parser calls itself for each."""


def slips(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[Fault]:
    """Tell what a text hardly means; lines count from 0, and the text's own first line is 0."""
    deepest = max((token.level for token in tokens), default=0)
    if deepest >= DEEPEST - 1:
        deep = next(token for token in tokens if token.level >= DEEPEST - 1)
        message = "the quotes or lists here are nested too deeply: what lies deeper would be lost"
        yield Fault(message, "Nest them less deeply.", line=(deep.map or [0])[0], is_error=True)
    reader = _Reader()
    for token in _walk(tokens):
        if token.type not in _READ:
            continue
        start, end = token.map or (0, 0)
        if token.type == "fence" and not _is_closed(lines[start:end], token.markup):
            hint = f"Close it with a line that is only «{token.markup[:3]}»."
            yield Fault("this block of code never ends: the rest of the text is in it", hint, line=start)
        elif token.type != "fence":
            if token.content.rfind("<!--") > token.content.rfind("-->"):
                yield Fault(
                    "this comment never ends: the rest of the text is in it", "Close it with `-->`.", line=start
                )
            else:
                reader.read(token.content, start)
    yield from reader.faults()


def _walk(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.children and "<" in token.content:  # of words, only HTML is looked at
            yield from token.children


def _is_closed(lines: Sequence[str], markup: str) -> bool:
    """Tell whether the last line of a block of code closes it, also in a quote or a list."""
    last = lines[-1].strip(" \t>") if len(lines) > 1 else ""
    return len(last) >= len(markup) and set(last) == {markup[0]}


class _Reader(HTMLParser):
    """Notes which elements of pieces of HTML are refused, and which are never closed, each at its first line."""

    def __init__(self) -> None:
        super().__init__()
        self._line = 0
        self._refused: dict[str, int] = {}
        self._open: list[tuple[str, int]] = []

    def read(self, html: str, line: int) -> None:
        self._line = line
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the base class hands it over
        if tag in _REFUSED:
            self._refused.setdefault(tag, self._line)
        elif tag in _MEANT and len(self._open) < _MOST_OPEN:
            self._open.append((tag, self._line))

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _REFUSED:
            self._refused.setdefault(tag, self._line)
        if tag not in _MEANT:
            return
        index = next((at for at in reversed(range(len(self._open))) if self._open[at][0] == tag), None)
        if index is not None:
            del self._open[index:]

    def faults(self) -> Iterator[Fault]:
        for tag, line in self._refused.items():
            yield Fault(f"<{tag}> is taken out of the text: {_REFUSED[tag]}", "Take it out.", line=line)
        for tag, line in self._open[:1]:
            yield Fault(f"<{tag}> is never closed: it ends with the text", f"Write </{tag}> where it ends.", line=line)
