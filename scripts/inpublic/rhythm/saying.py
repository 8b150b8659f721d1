"""One kind sentence about learning and building: it states what is there, and scolds nobody for what is not."""

from __future__ import annotations

from inpublic.languages import Words
from inpublic.rhythm.activity import Rhythm


def say(rhythm: Rhythm, words: Words) -> str:
    """Say how long the way is and what came out of it."""
    learned, built = len(rhythm.learned), len(rhythm.built)
    if not learned and not built:
        return words("rhythm.nothing")
    time = _way(rhythm.weeks_in, words)
    if not built:
        return words("rhythm.only_learned", time=_capital(time), learned=_counted(words, "rhythm.learned", learned))
    out = _counted(words, "rhythm.built", built)
    if not learned:
        return words("rhythm.only_built", time=_capital(time), built=out)
    return words("rhythm.both", time=_capital(time), built=out, learned=_counted(words, "rhythm.learned", learned))


_MONTH, _YEAR = 365 / 12 / 7, 365 / 7


def _way(weeks: int, words: Words) -> str:
    """Write how long a way is: in weeks for half a year, then in months, and from two years on in years."""
    if weeks <= _YEAR / 2:
        return _counted(words, "rhythm.weeks", weeks)
    if weeks < 2 * _YEAR:
        return _counted(words, "rhythm.months", int(weeks / _MONTH))
    return _counted(words, "rhythm.years", int(weeks / _YEAR))


def _counted(words: Words, key: str, n: int) -> str:
    """Write a number of things, small numbers as words where the language has them."""
    names = words("rhythm.numbers").split()
    one = f"{key}.one"
    return words(one if n == 1 and one in words.texts else key, n=names[n] if n < len(names) else n)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
