"""The pipeline, top to bottom: discover, convert, assemble, check, make the outputs, write the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import PurePosixPath

from inpublic.assemble import PROJECTS, Described, describe, hold_back, place, places_of, refuse_twins, slug_of
from inpublic.cache import Cache
from inpublic.checking.checks import as_warnings, run_checks
from inpublic.convert import Progress, convert_all
from inpublic.covers import add_cover
from inpublic.discover import Discovery, discover
from inpublic.document import Document
from inpublic.errors import Problem, Severity
from inpublic.gate.inspection import Inspection, inspect
from inpublic.gather import gather, lighten, linked_files
from inpublic.outputs import make_outputs
from inpublic.pages.links import resolve_blocks
from inpublic.project import Record
from inpublic.settings.config import Config
from inpublic.settings.git import Dates, read_dates
from inpublic.stock.losses import page_losses
from inpublic.tags import tag_keys
from inpublic.website import Page, Website
from inpublic.writing.tree import TreeReport, write_tree


@dataclass(frozen=True, slots=True)
class BuildReport:
    """Says what a run found and did.

    `left_out` names the projects that are broken, `drafts` those not meant yet; `unpublished` describes both.
    `halted` says that a secret is where the site's engine would publish it, `stopped` that nothing was written.
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


def load_website(config: Config, *, jobs: int = 1, progress: Progress | None = None) -> BuildReport:
    """Read everything and put the website together, without writing anything but the cache."""
    found = discover(config.root)
    cache = Cache(config.state / "cache")
    cache.tidy()
    dates = read_dates(config.root)
    known = Dates() if dates.shallow else dates
    paths = [source for entry in found.entries for source in entry.sources]
    documents = convert_all(
        paths, config.root, cache, jobs=jobs, progress=progress, allow=config.allow, limits=config.limits
    )
    described, gate = _described(config, found, documents, known, cache)
    shown = [item for item in described if item.is_shown]
    website = _website(config, shown, documents, known, cache, withheld=gate.secret | _unpublished(described))
    shallow = _shallow(shown) if dates.shallow else ()
    problems = chain(_problems(found.problems, gate, described), shallow, run_checks(website), cache.problems())
    return BuildReport(
        website,
        tuple(problems),
        left_out=tuple(item.entry.name for item in described if item.is_broken),
        drafts=tuple(item.entry.name for item in described if item.record.draft and not item.is_broken),
        unpublished=tuple(item for item in described if not item.is_shown),
        halted=gate.halts,
    )


def _described(
    config: Config, found: Discovery, documents: Mapping[PurePosixPath, Document], dates: Dates, cache: Cache
) -> tuple[list[Described], Inspection]:
    """Describe the projects, and hold back what must not be published."""
    described = [describe(entry, documents, dates, found.problems) for entry in found.entries]
    linked = linked_files(config.root, documents, _covers(described))
    gate = inspect(config, found.entries, documents, linked, cache)
    return refuse_twins([hold_back(item, gate.problems, gate.secret) for item in described]), gate


def _covers(described: Iterable[Described]) -> dict[PurePosixPath, str]:
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


def build_tree(config: Config, *, jobs: int = 1, strict: bool = False, progress: Progress | None = None) -> BuildReport:
    """Bring docs/ up to date; nothing is written while any project is broken if `strict`, or the report is halted."""
    report = load_website(config, jobs=jobs, progress=progress)
    if report.halted or (strict and report.failed):
        return replace(report, stopped=True)
    tree = write_tree(make_outputs(report.website), config.docs, config.state / "manifest.json")
    return replace(report, problems=(*report.problems, *tree.problems), tree=tree)


_EXCLUDED = "look whether `exclude_docs` in mkdocs.yml names it"


def look_through(website: Website, pages: Iterable[tuple[Page, str]]) -> Iterator[Problem]:
    """Compare each page of the site, as it was built, with its document, which an engine or plugin may have changed."""
    for page, html in pages:
        if not html:
            unbuilt = "this page is not in the site, though it is in docs/"
            yield Problem(page.source.as_posix(), unbuilt, _EXCLUDED, severity=Severity.WARNING)
            continue
        blocks = resolve_blocks(website, page, absolute=False)
        yield from as_warnings(page.source, page_losses(page.document, blocks, html))


def _website(
    config: Config,
    items: Sequence[Described],
    documents: Mapping[PurePosixPath, Document],
    dates: Dates,
    cache: Cache,
    *,
    withheld: frozenset[PurePosixPath] = frozenset(),
) -> Website:
    projects = place(items, documents, dates)
    published = {page.source: page.document for project in projects for page in project.pages}
    gathered = lighten(
        gather(config.root, published, _covers(items), withheld=withheld, cache=cache, limits=config.limits), cache
    )
    projects = tuple(add_cover(project, gathered.assets, cache) for project in projects)
    return Website(
        config=config,
        projects=projects,
        assets=gathered.assets,
        places=places_of(projects),
        files=gathered.others,
        figures=cache.file(""),
        tag_keys=tag_keys(projects),
        withheld=withheld,
    )


def _shallow(items: Sequence[Described]) -> Iterator[Problem]:
    """Refuse to guess dates: a shallow clone knows only the last commit, so everything would look new today."""
    undated = [item.entry.name for item in items if item.record.date is None]
    if undated:
        yield Problem(
            "projects",
            f"this clone has no full history, so the dates of {len(undated)} projects are unknown ({undated[0]}, …)",
            "run `git fetch --unshallow`; in a workflow set `fetch-depth: 0` for actions/checkout",
        )
