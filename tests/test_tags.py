"""Spellings of one tag are one topic; each topic has a key of its own."""

from __future__ import annotations

import runpy
from pathlib import Path

from inpublic.tags import plain_tag, tag_keys, topics

make_project = runpy.run_path(str(Path(__file__).with_name("feedsite.py")))["make_project"]


def test_spellings_are_one_topic_under_the_commonest_name() -> None:
    projects = [
        make_project("a", tags=("Time series",)),
        make_project("b", tags=("time-series",)),
        make_project("c", tags=("time-series",)),
    ]
    (topic,) = topics(projects)
    assert (topic.name, topic.key, len(topic.projects)) == ("time-series", "time-series", 3)


def test_tags_that_lead_to_one_key_are_told_apart() -> None:
    keys = tag_keys([make_project("a", tags=("C", "C++", "C#", "🎉"))])
    assert len(set(keys.values())) == 4
    assert keys[plain_tag("c")] == "c"
