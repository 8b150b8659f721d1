"""The words of the interface: one readable YAML file for each language beside this module.

A file maps `subject.name` to a text, in which `{n}` and other names in braces are filled in. English has all texts;
another language falls back to it for those that it lacks. Texts that count have a second one for exactly one thing,
under the same key with `.one` behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from msgspec import Struct

ENGLISH = "en"
_ONE = ".one"


class Words(Struct, frozen=True):
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

    def around(self, key: str, hole: str) -> tuple[str, str]:
        """Return what stands before and after a hole, for a text that is broken by markup there."""
        before, _, after = self.texts[key].partition(f"{{{hole}}}")
        return before, after

    def subject(self, name: str) -> dict[str, str]:
        """Return the texts of one part of the site by their names within it, in order of these."""
        start = f"{name}."
        found = sorted(key for key in self.texts if key.startswith(start))
        return {key.removeprefix(start): self.texts[key] for key in found}

    def day(self, value: date | None) -> str:
        """Write a date as people do, the same in every locale of the machine; nothing for none."""
        return self._date("date.day", value)

    def day_of_year(self, value: date | None) -> str:
        """Write a date that stands below its year."""
        return self._date("date.day_of_year", value)

    def _date(self, key: str, value: date | None) -> str:
        if value is None:
            return ""
        month = self("date.months").split()[value.month - 1]
        return self(key, year=value.year, month=month, day=value.day)


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

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # nine times as fast where there is one
    subjects = yaml.load((files(__name__) / f"{name}.yml").read_text("utf-8"), loader)  # noqa: S506 - a safe one
    return {f"{subject}.{key}": text for subject, texts in subjects.items() for key, text in texts.items()}
