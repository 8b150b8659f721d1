"""The words of the theme's own templates, which no code of ours fills in: they are the languages' files once more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import inpublic
from inpublic.languages import languages, words

FOLDER = Path(inpublic.__file__).parent / "overrides"
FILE = FOLDER / "inpublic-words.html"
HEAD = """{#- The words of these templates. Made of languages/*.yml by `--update-golden`. -#}
"""


def table() -> str:
    texts = {name: words(name).subject("theme") for name in sorted(languages())}
    return f"{HEAD}{{%- set texts = {json.dumps(texts, ensure_ascii=False, indent=2)} %}}\n"


def test_the_templates_of_the_theme_have_the_words_of_the_language_files(*, update_golden: bool) -> None:
    if update_golden:
        FILE.write_text(table(), "utf-8")
    assert FILE.read_text("utf-8") == table()


@pytest.mark.parametrize("key", sorted(words("en").subject("theme")))
def test_each_word_of_the_theme_is_used(key: str) -> None:
    assert any(f"say.{key}" in file.read_text("utf-8") for file in FOLDER.glob("*.html"))
