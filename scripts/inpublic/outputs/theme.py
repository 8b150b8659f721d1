"""The site's own style sheets and scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from inpublic.languages import Words
from inpublic.pages.keys import key_for
from inpublic.pages.leancode import lean_css, lean_js
from inpublic.website import OutputFile, Recipe, Website

_ASSETS = Path(__file__).parent.parent / "assets"
_LEAN = {".css": lean_css, ".js": lean_js}
_WORDS = "const WORDS = {};"


def theme(website: Website) -> Iterator[OutputFile]:
    """Write what mkdocs.yml names as extra_css and extra_javascript, and what single pages load besides, for readers.

    Style sheets and scripts lose their comments, and the script gets its texts.
    """
    for path in sorted(_ASSETS.iterdir()):
        place = PurePosixPath("assets/inpublic") / path.name
        yield OutputFile(place, _for_readers(website, path) if path.suffix in _LEAN else path)


def _for_readers(website: Website, path: Path) -> Recipe:
    source, text = path.read_text("utf-8"), website.words
    key = key_for(website, source, text.subject("script") if _WORDS in source else "")
    return Recipe(key, lambda: _with_words(_LEAN[path.suffix](source), text).encode())


def _with_words(script: str, text: Words) -> str:
    return script.replace(_WORDS, f"const WORDS = {json.dumps(text.subject('script'), ensure_ascii=False)};", 1)
