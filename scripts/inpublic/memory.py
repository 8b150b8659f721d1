"""How often Python looks for objects that nobody needs and that hold one another: of ours there are hardly any."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 100_000
"""New objects after which it looks; a site has a million. Its own number, 700, costs 3 % of converting a notebook; with
500,000 a build of 1,000 notebooks takes 60 MB more.
"""
_VERY_MANY = 1_000_000
"""The same where little is made: what is read of 1,000 notebooks is needed until the end, and to look through it takes
60 ms of the 1.7 s of a build after one edit.
"""


def collect_hardly() -> None:
    """Let this process look hardly ever, while nothing is known to be made."""
    gc.set_threshold(_VERY_MANY, 20, 20)


def collect_seldom() -> None:
    """Let this process look more seldom."""
    gc.set_threshold(_MANY, 20, 20)


def keep() -> None:
    """Never look again through the objects that are there now: most are code, which is needed until this process ends.

    Copies of this process do not look through them either, and so leave them in the memory that they share.
    """
    gc.freeze()


@contextmanager
def keeping() -> Iterator[None]:
    """Keep what comes meanwhile, and never look through it: for so many imports Python would, which takes 40 ms."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        keep()


def settle() -> None:
    """Never look again through the objects that are there now: they are needed until this process ends."""
    gc.collect()
    gc.freeze()


@contextmanager
def collecting_later() -> Iterator[None]:
    """Look for objects that nobody needs afterwards only, when nobody waits; of 1,000 notebooks it takes 0.2 s."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()
