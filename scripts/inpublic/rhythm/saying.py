"""One kind sentence about learning and building: it states what is there, and scolds nobody for what is not."""

from __future__ import annotations

from inpublic.languages import Words
from inpublic.rhythm.activity import Rhythm


def say(rhythm: Rhythm, words: Words) -> str:
    """Say how long the way is and what came out of it."""
    learned, built, weeks = len(rhythm.learned), len(rhythm.built), rhythm.weeks_in
    if not learned and not built:
        return words("rhythm.nothing")
    time = _counted(words, "rhythm.weeks", weeks)
    if not built:
        return words("rhythm.only_learned", time=_capital(time), learned=_counted(words, "rhythm.learned", learned))
    out = _counted(words, "rhythm.built", built)
    if not learned:
        return words("rhythm.only_built", time=_capital(time), built=out)
    return words("rhythm.both", time=_capital(time), built=out, learned=_counted(words, "rhythm.learned", learned))


def _counted(words: Words, key: str, n: int) -> str:
    """Write a number of things, small numbers as words where the language has them."""
    names = words("rhythm.numbers").split()
    one = f"{key}.one"
    return words(one if n == 1 and one in words.texts else key, n=names[n] if n < len(names) else n)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
