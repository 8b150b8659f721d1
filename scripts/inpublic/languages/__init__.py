"""The words of the interface: one readable YAML file for each language beside this module.

A file maps `subject.name` to a text, in which `{n}` and other names in braces are filled in. English has all texts;
another language falls back to it for those that it lacks. Texts that count have a second one for exactly one thing,
under the same key with `.one` behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ENGLISH = "en"
_ONE = ".one"


@dataclass(frozen=True, slots=True)
class Words:
    """Holds the texts of one language, `language` as BCP 47 writes it."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with `values` filled in; raises KeyError for a key that English does not have."""
        return self.texts[key].format(**values)

    def count(self, key: str, n: int) -> str:
        """Return the text for `n` things."""
        one = key + _ONE
        return self(one if n == 1 and one in self.texts else key, n=n)


@cache
def words(language: str) -> Words:
    """Return the texts for a language of a theme (`zh`, `zh-Hant`, `pt-BR`); English where there are none."""
    english = _read(ENGLISH)
    for name in (language, language.partition("-")[0]):
        if name in languages() - {ENGLISH}:
            own = _read(name)
            lacking = {key: text for key, text in english.items() if key.removesuffix(_ONE) not in own}
            return Words(name, {**lacking, **own})
    return Words(ENGLISH, english)


@cache
def languages() -> frozenset[str]:
    """Name the languages that there are files for."""
    return frozenset(file.name.removesuffix(".yml") for file in files(__name__).iterdir() if file.name.endswith(".yml"))


def _read(name: str) -> Mapping[str, str]:
    import yaml

    subjects = yaml.safe_load((files(__name__) / f"{name}.yml").read_text("utf-8"))
    return {f"{subject}.{key}": text for subject, texts in subjects.items() for key, text in texts.items()}
