"""The site's own style sheets and scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from inpublic.languages import Words
from inpublic.pages.keys import key_for
from inpublic.website import OutputFile, Recipe, Website

_ASSETS = Path(__file__).parent.parent / "assets"
_SCRIPT = _ASSETS / "inpublic.js"
_WORDS = "const WORDS = {};"


def theme(website: Website) -> Iterator[OutputFile]:
    """Copy what mkdocs.yml names as extra_css and extra_javascript, and put its texts into the script."""
    for path in sorted(_ASSETS.iterdir()):
        place = PurePosixPath("assets/inpublic") / path.name
        yield OutputFile(place, _script(website) if path == _SCRIPT else path)


def _script(website: Website) -> Recipe:
    template, text = _SCRIPT.read_text("utf-8"), website.words
    return Recipe(key_for(website, template, text.subject("script")), lambda: _with_words(template, text).encode())


def _with_words(script: str, text: Words) -> str:
    return script.replace(_WORDS, f"const WORDS = {json.dumps(text.subject('script'), ensure_ascii=False)};", 1)
