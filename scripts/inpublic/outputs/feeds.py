"""The feeds: all work as RSS, Atom and JSON Feed, and RSS for each tag, kind of work and skill, and for the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from inpublic.errors import Problem, Severity
from inpublic.feeds.feed import Feed, FeedEntry, atom, json_feed, rss
from inpublic.feeds.feedentries import Entries, entry_ids, feed_author, feed_host, is_uri, newest
from inpublic.outputs.skills import PAGE as SKILLS_PAGE
from inpublic.pages.addresses import absolute, file_url, page_url
from inpublic.pages.cards import INDEX, LOG_PAGE, TAGS
from inpublic.pages.keys import key_for
from inpublic.project import Kind
from inpublic.rhythm.log import log_of
from inpublic.settings.config import Config
from inpublic.settings.parts import FeedLimits
from inpublic.tags import topics
from inpublic.website import OutputFile, Project, Recipe, Website

RSS, ATOM, JSON = PurePosixPath("feed.xml"), PurePosixPath("atom.xml"), PurePosixPath("feed.json")
SKILL = "skill"
"""The kind of feeds that hold summaries only: each project has many skills, and its text would stand in all of them."""
LOG = PurePosixPath("feeds/log.xml")
"""The feed of notes and readings, which is there when there are any."""

_HOMES = MappingProxyType({"tag": TAGS, SKILL: SKILLS_PAGE, "log": LOG_PAGE})


class Subject(Struct, frozen=True):
    """Holds what a feed is about (`kind`: tag, kind, skill, log), its name and key, and its projects, newest first."""

    kind: str
    name: str
    key: str
    projects: tuple[Project, ...]

    @property
    def path(self) -> PurePosixPath:
        """Return where its feed is, below docs/."""
        return PurePosixPath(f"feeds/{self.kind}/{self.key}.xml")

    def home(self, config: Config) -> str:
        """Return the address of the place on the site that shows the same work."""
        path = _HOMES.get(self.kind) or (LOG_PAGE if Kind(self.key).is_logged else INDEX)
        page = page_url(path, config)
        return absolute(f"{page}#{quote(self.key)}" if self.kind in ("tag", SKILL) else page, config)


def feeds(website: Website) -> Iterator[OutputFile]:
    """Write every feed; none for a site without an address, because each link in a feed must be absolute."""
    if not has_feeds(website):
        return
    entries = Entries(website)
    for path, write in ((RSS, rss), (ATOM, atom), (JSON, json_feed)):
        yield OutputFile(path, _recipe(website, path, newest(website.projects), entries, write))
    for subject in subject_feeds(website):
        yield OutputFile(subject.path, _recipe(website, subject.path, subject.projects, entries, rss, subject))
    if notes := log_entries(website):
        log = Subject("log", website.words("log.title"), "", notes)
        yield OutputFile(LOG, _recipe(website, LOG, notes, entries, rss, log))


def _recipe(
    website: Website,
    path: PurePosixPath,
    projects: Sequence[Project],
    entries: Entries,
    write: Callable[[Feed], bytes],
    about: Subject | None = None,
) -> Recipe:
    config, limits = website.config, website.config.feed
    if about and about.kind == SKILL:
        limits = replace(limits, kilobytes=0)
    newest_ones, subject = projects[: limits.items], (about.name, about.home(config)) if about else ()
    says = (config.site_name, config.site_description, config.author, limits, path, subject)
    key = key_for(website, says, [entries.key_of(project) for project in newest_ones])
    return Recipe(key, lambda: write(_feed(config, path, _chosen(newest_ones, entries, limits), about)))


def has_feeds(website: Website) -> bool:
    """Tell whether the site has an address that feeds can be written for."""
    return bool(feed_host(website.config))


def log_entries(website: Website) -> tuple[Project, ...]:
    """List the dated notes and readings, newest first."""
    return newest(log_of(website.projects))


def tag_feeds(website: Website) -> tuple[Subject, ...]:
    """List the tags in use that have dated work, in order of their names."""
    found = ((topic.name, topic.key, topic.projects) for topic in topics(website.projects))
    return subjects("tag", found)


def kind_feeds(website: Website) -> tuple[Subject, ...]:
    """List the kinds of work in use that have dated work; none where all work is of one kind."""
    text = website.words
    of_kind = {kind: [one for one in website.projects if one.record.kind is kind] for kind in Kind}
    found = subjects("kind", ((text(f"kind.{kind.value}"), kind.value, works) for kind, works in of_kind.items()))
    return found if len(found) > 1 else ()


def skill_feeds(website: Website) -> tuple[Subject, ...]:
    """List the skills that dated work proves: the address of each stays as long as one project does."""
    proven = ((skill.name, skill.key, [proof.project for proof in skill.proofs]) for skill in website.skills)
    return subjects(SKILL, proven)


def subject_feeds(website: Website) -> tuple[Subject, ...]:
    """List all that has a feed of its own but the log."""
    return (*tag_feeds(website), *kind_feeds(website), *skill_feeds(website))


def subjects(kind: str, found: Iterable[tuple[str, str, Sequence[Project]]]) -> tuple[Subject, ...]:
    """Make the subjects of one kind from the name, key and work of each; those without dated work have no feed."""
    dated = (Subject(kind, name, key, newest(projects)) for name, key, projects in found)
    return tuple(subject for subject in dated if subject.projects)


def feed_problems(website: Website) -> Iterator[Problem]:
    """Tell why there are no feeds, and which `id` of a record they cannot use."""
    if not has_feeds(website):
        if website.config.repository is not None:  # without one the check of the repository says enough
            yield _NO_ADDRESS
        return
    ids = entry_ids(website)
    for project in newest(website.projects):
        used = ids[project.main.path]
        if project.record.id not in ("", used):
            yield _unusable_id(project, used)


def _feed(config: Config, path: PurePosixPath, entries: tuple[FeedEntry, ...], about: Subject | None) -> Feed:
    description = config.site_description or config.author.headline or config.site_name
    return Feed(
        title=f"{config.site_name}: {about.name}" if about else config.site_name,
        description=f"{about.name}. {description}" if about else description,
        url=absolute(file_url(path), config),
        home_url=about.home(config) if about else config.site_url,
        language=config.language,
        author=feed_author(config),
        entries=entries,
    )


def _chosen(projects: Sequence[Project], entries: Entries, limits: FeedLimits) -> tuple[FeedEntry, ...]:
    """Keep the content of each entry that still fits; the others invite to the page by their summary."""
    if not limits.kilobytes:
        return tuple(map(entries.brief, projects))
    chosen: list[FeedEntry] = []
    left = limits.kilobytes * 1000
    for project in projects:
        entry = entries.of(project)
        size = len(entry.content.encode())
        fits = size <= left
        left -= size if fits else 0
        chosen.append(entry if fits else replace(entry, content=""))
    return tuple(chosen)


_NO_ADDRESS = Problem(
    "mkdocs.yml",
    "the site does not know its own address, so it has no feeds and nobody can subscribe",
    "Write where it is published: `site_url: https://OWNER.github.io/REPOSITORY/`.",
    severity=Severity.WARNING,
)


def _unusable_id(project: Project, used: str) -> Problem:
    wanted = project.record.id
    what = "belongs to an older project" if is_uri(wanted) else "is no URI"
    return Problem(
        project.main.source.as_posix(),
        f"`id: {wanted}` {what}, so the feeds call this project `{used}`",
        f"Leave `id` out, or write `id: {used}` to keep what the feeds say now.",
        severity=Severity.WARNING,
    )
