"""Puts the few phrases that converters write, in English, into the language of the site.

A document is a function of its file alone, so it can be kept for any site; only its page knows which language it is in.
"""

from __future__ import annotations

import re
from functools import partial

from inpublic.languages import ENGLISH, Words

_TELLTALES = ("<details", "ip-frame", "ip-media", "admonition-title")
_FOLD = r'(<details class="ip-fold[^"]*"(?: open)?><summary>)'
_OPEN, _CLOSE = r'(<span class="ip-more__open">)', r'(<span class="ip-more__close">)'
# Each begins with what stays before the phrase; a second group is what the original says in its hole.
_PHRASES = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (f"{_FOLD}Show code(?=</summary>)", "document.show_code"),
        (f"{_FOLD}Show output(?=</summary>)", "document.show_output"),
        (f"{_FOLD}Show code and output(?=</summary>)", "document.show_both"),
        (f"{_FOLD}Show (?P<name>[^<> ]+) source(?=</summary>)", "document.show_source"),
        (f"{_FOLD}Source of the diagram(?=</summary>)", "document.diagram"),
        (f"{_OPEN}Show the whole traceback \\((?P<n>[0-9]+) lines\\)(?=</span>)", "document.show_traceback"),
        (f"{_OPEN}Show all (?P<n>[0-9,]+) lines(?=</span>)", "document.show_lines"),
        (f"{_CLOSE}Show less(?=</span>)", "document.show_less"),
        (r'(<div class="ip-frame"[^<>]* data-label=")interactive figure(?=")', "document.figure"),
        (r"(<noscript><p>)To see this (?P<what>[^<>]*), switch JavaScript on\.(?=</p></noscript>)", "document.script"),
        (r'(<div class="ip-media"><video [^<>]*aria-label=")Film(?=")', "document.film"),
        (r'(<div class="ip-media"><audio [^<>]*aria-label=")Sound(?=")', "document.sound"),
        (r'(<p class="ip-file"><a [^<>]*>)Film(?= \()', "document.film"),
        (r'(<p class="ip-file"><a [^<>]*>)Sound(?= \()', "document.sound"),
    )
)
_BOX = re.compile(r'((?:<p class="admonition-title"|<summary)>)([A-Z][A-Za-z -]*)(?=</(?:p|summary)>)')


def in_language(html: str, words: Words) -> str:
    """Translate our own phrases in a piece of a page; what its author wrote stays as it is."""
    if words.language == ENGLISH or not any(telltale in html for telltale in _TELLTALES):
        return html

    def boxed(match: re.Match[str]) -> str:
        return match[1] + words.texts.get(f"box.{match[2].lower().replace(' ', '_')}", match[2])

    for pattern, key in _PHRASES:
        html = pattern.sub(partial(_said, words, key), html)
    return _BOX.sub(boxed, html)


def _said(words: Words, key: str, match: re.Match[str]) -> str:
    return match[1] + words(key, **match.groupdict())
