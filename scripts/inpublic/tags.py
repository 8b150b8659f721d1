"""Tags as topics: spellings that mean the same are one, and each has a key for addresses and file names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from inpublic.records.slug import slugify, unique
from inpublic.website import Project


class Topic(Struct, frozen=True):
    """Holds what carries one tag; `name` is the commonest spelling, `key` is unique and fit for a URL."""

    name: str
    key: str
    projects: tuple[Project, ...]


def topics(projects: Iterable[Project]) -> tuple[Topic, ...]:
    """Group projects by tag, in order of the tags' names, the projects of each in the order given.

    Spellings that differ only in case, spaces, hyphens and underscores are one tag; others that lead to the
    same key (C and C++) are told apart by a number.
    """
    spellings: dict[str, Counter[str]] = {}
    members: dict[str, list[Project]] = {}
    for project in projects:
        for plain, tag in {plain_tag(tag): tag for tag in project.record.tags}.items():
            spellings.setdefault(plain, Counter())[tag] += 1
            members.setdefault(plain, []).append(project)
    names = sorted(members)
    keys = unique(slugify(name, fallback="tag") for name in names)
    return tuple(
        Topic(_commonest(spellings[name]), key, tuple(members[name])) for name, key in zip(names, keys, strict=True)
    )


def tag_keys(projects: Iterable[Project]) -> dict[str, str]:
    """Map each plain tag in use to its key."""
    return {plain_tag(topic.name): topic.key for topic in topics(projects)}


@lru_cache(maxsize=4096)  # few tags stand in many places
def plain_tag(tag: str) -> str:
    """Reduce a tag to what all spellings of it share."""
    return " ".join(re.split(r"[\s_-]+", unicodedata.normalize("NFKC", tag).casefold())).strip()


def _commonest(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda tag: (-spellings[tag], tag))
