"""Related work: what shares most with a project, found for all of them at once."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from inpublic.pages.related import RELATED, related_by


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=4).map(tuple), max_size=12).map(tuple))
def test_related_work_shares_most_tags_and_what_few_have_counts_more(tags: tuple[tuple[str, ...], ...]) -> None:
    count = Counter(tag for own in tags for tag in set(own))
    for number, related in enumerate(related_by(tags)):
        shares = {
            other: sum(1 / count[tag] for tag in sorted(set(own) & set(tags[number])))
            for other, own in enumerate(tags)
            if other != number and set(own) & set(tags[number])
        }
        assert related == tuple(sorted(shares, key=lambda other: (-shares[other], other)))[:RELATED]
