"""Puts the website together: discover, convert, look for what is private, assemble, check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from pathlib import PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.assemble import PROJECTS, Described, describe, hold_back, place, places_of, refuse_twins, slug_of
from inpublic.cache import Cache
from inpublic.checking.checks import run_checks
from inpublic.conversion import Progress, convert_all, converter
from inpublic.covers import add_covers
from inpublic.digests import Digests
from inpublic.discover import Discovery, discover
from inpublic.document import Document
from inpublic.errors import Problem, Severity
from inpublic.gate.inspection import BUILD_AGAIN, CHANGED, Inspection, inspect
from inpublic.gather import gather, linked_files
from inpublic.lighten import lighten
from inpublic.project import Entry, Record
from inpublic.results.past import read_past
from inpublic.rhythm.activity import commit_days
from inpublic.scripts import add_scripts
from inpublic.settings.config import Config
from inpublic.settings.git import Dates, read_dates
from inpublic.skills.evidence import skills_of
from inpublic.tags import tag_keys
from inpublic.versions import fingerprint
from inpublic.website import Project, Website
from inpublic.workers import Workers
from inpublic.writing.safepath import folded
from inpublic.writing.tree import TreeReport
from inpublic.written import read_written

_HERE = Workers()
_SHAPING = ("jinja2", "markupsafe", "pyyaml", "feedgen", "lxml", "selectolax", "nh3")
"""Packages that shape the pages and feeds that are made of documents."""


class BuildReport(Struct, frozen=True):
    """Says what a run found and did.

    `left_out` names the projects that are broken, `drafts` those not meant yet; `unpublished` describes both.
    `halted` says that something is in docs/ which the site's engine would publish and must not: a secret, or pages
    of earlier runs that nobody remembers; `stopped` says that nothing was written.
    """

    website: Website
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    drafts: tuple[str, ...]
    tree: TreeReport = field(default_factory=TreeReport)
    unpublished: tuple[Described, ...] = ()
    halted: bool = False
    stopped: bool = False

    def find(self, slug: str) -> tuple[Record, Mapping[str, str]] | None:
        """Return the record with that slug and its values' origins, published or not; None when there is none."""
        published = {item.record.slug: (item.record, item.origins) for item in self.website.projects}
        others = {slug_of(item): (item.record, item.origins) for item in self.unpublished}
        return published.get(slug) or others.get(slug)

    @property
    def failed(self) -> bool:
        """Tell whether something must be mended before all can be published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def open_cache(config: Config) -> Cache:
    """Open what earlier runs left to be used again."""
    return Cache(config.state / "cache", Digests(config.state / "digests"))


def load_website(
    config: Config, *, workers: Workers = _HERE, progress: Progress | None = None, cache: Cache | None = None
) -> BuildReport:
    """Read everything and put the website together, without writing anything but the cache."""
    found, cache, dates = discover(config.root), cache or open_cache(config), read_dates(config.root)
    cache.tidy()
    known = Dates() if dates.shallow else dates
    paths = [source for entry in found.entries for source in entry.sources]
    documents = convert_all(
        paths, config.root, cache, workers=workers, progress=progress, allow=config.allow, limits=config.limits
    )
    described, gate = _described(config, found, documents, known, cache)
    shown = [item for item in described if item.is_shown]
    withheld = frozenset(map(folded, gate.secret | _unpublished(described)))
    projects = place(shown, documents, known)
    website, changed = _website(config, projects, cache, withheld=withheld, digests=gate.digests, jobs=workers.jobs)
    written = read_written(config.root, website.words)
    website = replace(
        website,
        skills=skills_of(website.projects, written.skills),
        resume=written.resume,
        curriculum=written.curriculum,
        commits=commit_days((item.entry for item in shown), dates),
        past=read_past(config.root, website.projects, cache, version=website.version, is_cut=dates.shallow),
    )
    problems = chain(
        _problems(found.problems, gate, described),
        () if gate.halts else written.problems,  # which quote what they are about
        _shallow(shown) if dates.shallow else (),
        _changed(changed),
        run_checks(website),
        cache.problems(),
    )
    return _report(website, problems, described, halted=gate.halts)


def _report(
    website: Website, problems: Iterable[Problem], described: Sequence[Described], *, halted: bool
) -> BuildReport:
    return BuildReport(
        website,
        tuple(problems),
        left_out=tuple(item.entry.name for item in described if item.is_broken),
        drafts=tuple(item.entry.name for item in described if item.record.draft and not item.is_broken),
        unpublished=tuple(item for item in described if not item.is_shown),
        halted=halted,
    )


def _described(
    config: Config, found: Discovery, documents: Mapping[PurePosixPath, Document], dates: Dates, cache: Cache
) -> tuple[list[Described], Inspection]:
    """Describe the projects, and hold back what must not be published."""
    said = _OfFiles(found.problems)
    described = [describe(entry, documents, dates, said.of(entry), language=config.language) for entry in found.entries]
    linked = linked_files(config.root, documents, _covers(described))
    gate = inspect(config, found.entries, documents, linked, cache)
    said = _OfFiles(gate.problems)
    return refuse_twins([hold_back(item, said.of(item.entry), gate.secret) for item in described]), gate


class _OfFiles:
    """Finds the problems of a project's files, in their order, without a look at all problems for each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._of_file: dict[str, list[tuple[int, Problem]]] = {}
        for number, problem in enumerate(problems):
            self._of_file.setdefault(problem.path, []).append((number, problem))

    def of(self, entry: Entry) -> list[Problem]:
        """Return the problems of a project's own files."""
        found = chain.from_iterable(self._of_file.get(path.as_posix(), ()) for path in entry.files)
        return [problem for _, problem in sorted(found, key=itemgetter(0))]


def _covers(described: Iterable[Described | Project]) -> dict[PurePosixPath, str]:
    """Name the covers of records by the path that they are relative to."""
    items = [item for item in described if item.record.cover]
    return {item.entry.main or item.entry.folder: item.record.cover for item in items}


def _unpublished(described: Iterable[Described]) -> frozenset[PurePosixPath]:
    """Name the folders, or files, of the projects that are not on the site."""
    entries = [item.entry for item in described if not item.is_shown]
    paths = ((entry.folder,) if entry.folder != PROJECTS else entry.sources for entry in entries)
    return frozenset(chain.from_iterable(paths))


def _problems(found: Sequence[Problem], gate: Inspection, described: Sequence[Described]) -> Iterator[Problem]:
    """Give the problems that belong to no project, then those of each project in turn."""
    safe = [problem for problem in found if PurePosixPath(problem.path) not in gate.secret]
    owned = [problem for item in described for problem in item.problems]
    yield from (problem for problem in (*gate.problems, *safe) if problem not in owned)
    yield from owned


def _website(
    config: Config,
    projects: tuple[Project, ...],
    cache: Cache,
    *,
    withheld: frozenset[str],
    digests: Mapping[PurePosixPath, str],
    jobs: int = 1,
) -> tuple[Website, frozenset[PurePosixPath]]:
    """Gather what the pages need; what changed since the gate has seen it (`digests`) is withheld, and named beside."""
    published = {page.source: page.document for project in projects for page in project.pages}
    found = gather(
        config.root,
        published,
        _covers(projects),
        withheld=withheld,
        digests=digests,
        cache=cache,
        limits=config.limits,
    )
    gathered = lighten(found, cache)
    version = fingerprint(_SHAPING) + converter()
    projects = add_covers(projects, gathered.assets, cache, jobs=jobs)
    projects = add_scripts(projects, config.root, gathered.others, cache, version)
    website = Website(
        config=config,
        projects=projects,
        assets=gathered.assets,
        places=places_of(projects),
        files=gathered.others,
        figures=cache.file(""),
        tag_keys=tag_keys(projects),
        withheld=withheld.union(map(folded, gathered.changed)),
        version=version,
        notes=cache,
    )
    return website, gathered.changed


def _changed(paths: Iterable[PurePosixPath]) -> Iterator[Problem]:
    return (Problem(path.as_posix(), CHANGED, BUILD_AGAIN) for path in sorted(paths))


def _shallow(items: Sequence[Described]) -> Iterator[Problem]:
    """Refuse to guess dates: a shallow clone knows only the last commit, so everything would look new today."""
    undated = [item.entry.name for item in items if item.record.date is None]
    if undated:
        yield Problem(
            "projects",
            f"this clone has no full history, so the dates of {len(undated)} projects are unknown ({undated[0]}, …)",
            "Run `git fetch --unshallow`; in a workflow set `fetch-depth: 0` for actions/checkout.",
        )
