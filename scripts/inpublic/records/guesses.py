"""What an author probably meant by a word or an address that does not fit, for the hint beside the message."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("easy", "simple", "novice", "basic"), "beginner"),
        **dict.fromkeys(("medium", "moderate"), "intermediate"),
        **dict.fromkeys(("expert", "hard", "difficult"), "advanced"),
        **dict.fromkeys(("tutorial", "course", "followed", "guide", "lesson"), "guided"),
        **dict.fromkeys(("reproduced", "reproduction", "copied"), "replicated"),
        **dict.fromkeys(("adapted", "modified", "forked", "remixed"), "extended"),
        **dict.fromkeys(("mine", "self", "original", "personal"), "own"),
        **dict.fromkeys(("reproducing", "reproducibility"), "replication"),
        **dict.fromkeys(("book", "paper", "article"), "reading"),
        **dict.fromkeys(("post", "blog", "til"), "note"),
        **dict.fromkeys(("business", "question", "framing"), "problem"),
        **dict.fromkeys(("eda", "exploration", "collection", "ingestion"), "data"),
        **dict.fromkeys(("cleaning", "preprocessing", "features", "feature engineering", "wrangling"), "preparation"),
        **dict.fromkeys(("modelling", "modeling", "model", "tuning", "fitting"), "training"),
        **dict.fromkeys(("validation", "testing", "test", "metrics"), "evaluation"),
        **dict.fromkeys(("deployment", "deploy", "serving", "inference", "mlops"), "production"),
        **dict.fromkeys(("monitoring", "maintenance", "drift"), "retraining"),
        **dict.fromkeys(("name", "type", "measure"), "metric"),
        **dict.fromkeys(("score", "result"), "value"),
        **dict.fromkeys(("human_level", "people", "human_baseline"), "human"),
        **dict.fromkeys(("dataset", "set", "test_set"), "split"),
    }
)
"""Words that people use for the choices and keys of a record."""

_HOST = r"(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}"
_ADDRESSES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:doi:\s?)?(10\.\d{4,9}/[^\s<>\"\\]+)", re.IGNORECASE), r"https://doi.org/\1"),
    (re.compile(r"arxiv:\s?(\d{4}\.\d{4,5}(?:v\d{1,2})?)", re.IGNORECASE), r"https://arxiv.org/abs/\1"),
    (re.compile(rf"(?://)?({_HOST}(?:/[^\s<>\"\\]*)?)"), r"https://\1"),
    (re.compile(r"([A-Za-z0-9-]{1,39}/[\w.-]{1,100})", re.ASCII), r"https://github.com/\1"),
)
"""What is written in the place of an address, and the address that it stands for."""

_FILES = (".html", ".htm", ".ipynb", ".pdf", ".py", ".md", ".mp4")


def guess_word(word: str, words: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the one of some words that is meant by another: by meaning, spelling or a part of it; else nothing."""
    known = tuple(words)
    if _WORDS.get(word) in known:
        return _WORDS[word]
    parts = [name for name in re.split(r"[ _-]+", word) if name in known]
    near = [max(parts, key=len)] if parts else difflib.get_close_matches(word, known, 1, cutoff)
    return near[0] if near else ""


def guess_address(text: str) -> str:
    """Return the address that is meant by one without its beginning, a DOI or a repository's name; else nothing."""
    if text.lower().endswith(_FILES):
        return ""
    found = ((pattern.fullmatch(text), form) for pattern, form in _ADDRESSES)
    return next((match.expand(form) for match, form in found if match), "")
