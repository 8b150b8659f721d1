from __future__ import annotations

import io
import json
import runpy
from pathlib import Path, PurePosixPath

import feedparser
import pytest
from msgspec.structs import replace

from inpublic.errors import Severity
from inpublic.outputs.feeds import feed_problems, feeds, has_feeds, tag_feeds
from inpublic.settings.config import Config
from inpublic.settings.parts import FeedLimits
from inpublic.settings.repository import Repository
from inpublic.skills.skill import Proof, Skill
from inpublic.website import Asset, Website

site = runpy.run_path(str(Path(__file__).with_name("feedsite.py")))
broken_rules = runpy.run_path(str(Path(__file__).with_name("feedrules.py")))["broken_rules"]
CONFIG: Config = site["CONFIG"]
make_page, make_project, make_website = site["make_page"], site["make_project"], site["make_website"]
HOMELESS = replace(CONFIG, site_url="")


def written(website: Website) -> dict[str, bytes]:
    files = {file.path.as_posix(): file.read() for file in feeds(website)}
    assert all(isinstance(content, bytes) for content in files.values())
    return files  # type: ignore[return-value]  # checked in the line before


def titles(data: bytes) -> list[str]:
    return [entry.title for entry in feedparser.parse(io.BytesIO(data)).entries]


def contents(data: bytes) -> list[str | None]:
    return [item.get("content_html") for item in json.loads(data)["items"]]


@pytest.fixture
def website() -> Website:
    cover = Asset(PurePosixPath("projects/预测/c.png"), b"", "image/png", size=9)
    html = '<p class="x">1 &lt; 2 <a href="#a">a</a></p><script>x</script><div data-frame="f.html"></div>'
    return make_website(
        make_project("预测", 1, tags=("pandas", "C++"), lang="zh", cover=cover, html=html),
        make_project("taxi", 2, tags=("Pandas", "NLP"), pages=(make_page("taxi"), make_page("taxi", "part-2"))),
        make_project("emoji-🚕", 3, title="🚕 <fares> & \x07tips", summary=""),
    )


def test_every_feed_breaks_no_rule_of_its_format(website: Website) -> None:
    files = written(website)
    assert [(path, rule) for path, data in files.items() for rule in broken_rules(data)] == []
    tags = {f"feeds/tag/{name}.xml" for name in ("c", "nlp", "pandas")}
    assert set(files) == {"feed.xml", "atom.xml", "feed.json"} | tags


def test_a_site_without_projects_has_valid_feeds_without_entries() -> None:
    files = written(make_website())
    assert [rule for data in files.values() for rule in broken_rules(data)] == []
    assert len(files) == 3


def test_the_same_site_gives_the_same_bytes(website: Website) -> None:
    assert written(website) == written(replace(website, projects=tuple(reversed(website.projects))))


def test_a_feed_knows_its_own_address_and_that_of_the_page_it_is_about(website: Website) -> None:
    files = written(website)
    for path, home in (("feed.xml", ""), ("atom.xml", ""), ("feeds/tag/nlp.xml", "tags/#nlp")):
        parsed = feedparser.parse(io.BytesIO(files[path]))
        own = [link.href for link in parsed.feed.links if link.rel == "self"]
        assert own == [f"https://ada.example/portfolio/{path}"]
        assert parsed.feed.link == f"https://ada.example/portfolio/{home}"
    assert json.loads(files["feed.json"])["feed_url"] == "https://ada.example/portfolio/feed.json"


def test_all_work_is_in_the_main_feeds_newest_first() -> None:
    files = written(make_website(make_project("old", 9), make_project("new", 1)))
    assert titles(files["feed.xml"]) == titles(files["atom.xml"]) == ["New", "Old"]
    assert [item["title"] for item in json.loads(files["feed.json"])["items"]] == ["New", "Old"]


def test_the_feed_of_a_tag_has_the_work_with_that_tag(website: Website) -> None:
    files = written(website)
    assert titles(files["feeds/tag/pandas.xml"]) == ["预测", "Taxi"]
    assert titles(files["feeds/tag/nlp.xml"]) == ["Taxi"]


def test_a_removed_project_takes_its_entry_and_its_tag_along(website: Website) -> None:
    files = written(replace(website, projects=website.projects[:1]))
    assert titles(files["feed.xml"]) == ["预测"]
    assert "feeds/tag/nlp.xml" not in files


def test_a_tag_is_one_feed_in_all_its_spellings_and_called_by_the_commonest() -> None:
    spellings = ("Machine Learning", "machine-learning", "machine_learning", "machine-learning")
    projects = [make_project(f"p{age}", age, tags=(tag,)) for age, tag in enumerate(spellings)]
    [topic] = tag_feeds(make_website(*projects))
    assert (topic.name, topic.path.as_posix()) == ("machine-learning", "feeds/tag/machine-learning.xml")
    assert topic.projects == tuple(projects)


def test_different_tags_that_lead_to_one_file_name_are_told_apart() -> None:
    topics = tag_feeds(make_website(make_project("p", tags=("C++", "C", "🎉", "c"))))
    assert [(topic.name, topic.path.stem) for topic in topics] == [("c", "c"), ("C++", "c-2"), ("🎉", "party-popper")]
    assert all(len(topic.projects) == 1 for topic in topics)


def test_a_feed_ends_at_its_limit_of_items_but_a_tag_reaches_further_back() -> None:
    projects = [make_project(f"p{age}", age, tags=("rare",) if age == 3 else ()) for age in range(4)]
    files = written(make_website(*projects, config=replace(CONFIG, feed=FeedLimits(items=2))))
    assert titles(files["feed.xml"]) == ["P0", "P1"]
    assert titles(files["feeds/tag/rare.xml"]) == ["P3"]


def test_beyond_the_limit_of_bytes_an_entry_keeps_its_summary_but_no_half_content() -> None:
    projects = [make_project("a", 1), make_project("b", 2, html=f"<p>{'é' * 600}</p>"), make_project("c", 3)]
    files = written(make_website(*projects, config=replace(CONFIG, feed=FeedLimits(kilobytes=1))))
    assert contents(files["feed.json"]) == ["<p>It works.</p>", None, "<p>It works.</p>"]
    assert json.loads(files["feed.json"])["items"][1]["content_text"] == "About b."
    assert [rule for data in files.values() for rule in broken_rules(data)] == []


def test_a_site_without_an_address_has_no_feeds_and_says_why() -> None:
    homeless = make_website(make_project("taxi"), config=HOMELESS)
    assert not has_feeds(homeless)
    assert written(homeless) == {}
    assert list(feed_problems(homeless)) == []  # the check of the repository says so
    elsewhere = replace(HOMELESS, repository=Repository("gitlab.com", "ada", "learning"))
    [problem] = feed_problems(make_website(make_project("taxi"), config=elsewhere))
    assert (problem.path, problem.severity) == ("mkdocs.yml", Severity.WARNING)
    assert "site_url" in problem.hint


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"id": "my project"}, "`id: my project` is no URI"),
        ({"id": "urn:x:1"}, "`id: urn:x:1` belongs to an older project"),
    ],
    ids=["no-uri", "taken"],
)
def test_what_the_feeds_cannot_use_is_reported_with_its_file(facts: dict[str, object], message: str) -> None:
    website = make_website(make_project("taxi", **facts), make_project("older", 5, id="urn:x:1"))
    [problem] = feed_problems(website)
    assert problem.message.startswith(message)
    assert problem.path == "projects/taxi/notebook.ipynb"
    assert problem.hint
    assert problem.severity is Severity.WARNING


def test_a_sound_site_has_nothing_to_report(website: Website) -> None:
    assert list(feed_problems(website)) == []


def test_each_proven_skill_has_a_feed_of_summaries(website: Website) -> None:
    first, second, _ = website.projects
    twice = Skill("Time series", "time-series", proofs=(Proof(first, ()), Proof(second, ())))
    once = Skill("Once", "once", proofs=(Proof(first, ()),))
    claimed = Skill("Claimed", "claimed", claims=(first,))

    files = written(replace(website, skills=(twice, once, claimed)))

    assert [path for path in files if path.startswith("feeds/skill/")] == [
        "feeds/skill/time-series.xml",
        "feeds/skill/once.xml",
    ]
    feed = files["feeds/skill/time-series.xml"]
    assert broken_rules(feed) == []
    assert len(titles(feed)) == 2
    assert b"content:encoded" in files["feed.xml"]
    assert b"content:encoded" not in feed
