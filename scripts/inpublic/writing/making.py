"""Makes the files that have to be made, on more than one processor where that is possible."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from inpublic.twin import divided, is_divided
from inpublic.website import Recipe
from inpublic.writing.places import Places, Plan

_AT_ONCE = 16_000_000
"""Bytes of pages that are held in memory before they are written."""


def batches(places: Places, due: Sequence[Plan], jobs: int) -> Iterator[list[Plan]]:
    """Make the files that have to be made, no more of them at once than memory should hold."""
    batch = [plan for plan in due if not isinstance(plan.file.content, Recipe)]
    recipes = sorted((plan for plan in due if isinstance(plan.file.content, Recipe)), key=_is_slow, reverse=True)
    weight = _AT_ONCE if batch else 0  # what is only copied is written while the first pages are made elsewhere
    with _ahead([] if is_divided(len(recipes), jobs) else [plan for plan in recipes if _is_slow(plan)]) as wait_for:
        for plan, content in divided(_made_after(wait_for), recipes, jobs):
            batch.append(places.make(plan, None if _is_slow(plan) else content))
            weight += len(batch[-1].content or b"")
            if weight > _AT_ONCE:
                yield batch
                batch, weight = [], 0
    yield batch


def _is_slow(plan: Plan) -> bool:
    return isinstance(plan.file.content, Recipe) and plan.file.content.is_slow


def _made_after(wait_for: Callable[[Plan], None]) -> Callable[[Plan], bytes]:
    def made(plan: Plan) -> bytes:
        wait_for(plan)
        return plan.file.read()

    return made


@contextmanager
def _ahead(slow: Sequence[Plan]) -> Iterator[Callable[[Plan], None]]:
    """Let other threads make what is slow, and give what waits for one of them; what failed there fails here again."""
    pool = ThreadPoolExecutor(os.cpu_count())
    begun = {plan.place: pool.submit(_make_and_forget, plan) for plan in slow}

    def wait_for(plan: Plan) -> None:
        if plan.place in begun:
            begun.pop(plan.place).exception()

    try:
        yield wait_for
    finally:
        pool.shutdown(cancel_futures=True)


def _make_and_forget(plan: Plan) -> None:
    plan.file.read()
