"""What is worth telling the author about the website as a whole: each check is a function to problems.

A new check is one generator here and one name in `CHECKS`. What is wrong inside one file is found earlier, by
the converters and by record.py; what only several files together show is found here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from inpublic.checking.coaching import coaching, cut_history
from inpublic.checking.namechecks import future_dates, long_titles, missing_anchors, numbered_addresses
from inpublic.checking.shownfiles import missing_own_files, shown_files
from inpublic.checking.weight import heavy
from inpublic.document import Fault
from inpublic.errors import Problem, Severity
from inpublic.outputs.curriculum import unlisted, unproven
from inpublic.outputs.feeds import feed_problems
from inpublic.outputs.resume import misnamed_projects
from inpublic.outputs.share import share_problems
from inpublic.pages.addresses import target_path
from inpublic.pages.badges import repository_problems
from inpublic.pages.links import dead_links
from inpublic.website import Website


def repository(website: Website) -> Iterator[Problem]:
    """Say once when badges cannot be made, because it is not known where the repository is."""
    config = website.config
    if config.repository is None and not config.site_url:
        yield Problem(
            "mkdocs.yml", "the site is not on GitHub yet, so it has no feeds and badges", _PUSH, severity=Severity.NOTE
        )
    elif any(page.source.suffix == ".ipynb" for page in website.pages):
        yield from repository_problems(config.repository, config.badges)


_PUSH = (
    "Push it, and they come by themselves. If it is published elsewhere, write `site_url: https://…` and `repo_url:`."
)


def undated(website: Website) -> Iterator[Problem]:
    """Say once which projects have no date, since the site's feeds cannot hold them."""
    names = [project.main.source.as_posix() for project in website.projects if project.published is None]
    if not names or not website.config.site_url:
        return
    message = "this project is not committed yet, so it has no date and is not in the feeds"
    if len(names) > 1:
        message = f"this and {len(names) - 1} more are not committed yet, so they have no date and are not in the feeds"
    yield Problem(names[0], message, "Commit it, or give it a `date:`.", severity=Severity.WARNING)


def covers(website: Website) -> Iterator[Problem]:
    """Report covers that are named but not there."""
    for project in website.projects:
        named = project.record.cover
        if named and target_path(project.main.source, named) not in website.assets:
            yield Problem(
                project.main.source.as_posix(),
                f"the cover «{named}» is not a picture that exists",
                "Give a path relative to this file; a PNG, JPEG, WebP, GIF or SVG.",
                severity=Severity.WARNING,
            )


def analytics(website: Website) -> Iterator[Problem]:
    """Say that analytics do not run: their script is written into the page, which the pages' policy forbids."""
    if line := website.config.blocked_analytics:
        yield Problem(
            "mkdocs.yml",
            "the analytics here will not run: the pages' Content-Security-Policy keeps their script out",
            "Add their hosts as script-src and connect-src to `extra.inpublic.content_security_policy`; "
            "Google's need `content_security_policy: false`.",
            line,
            severity=Severity.WARNING,
        )


def lost(website: Website) -> Iterator[Problem]:
    """Report what sources hold and their documents do not."""
    for page in website.pages:
        yield from as_warnings(page.source, page.document.losses)


def alt_texts(website: Website) -> Iterator[Problem]:
    """Note once how many pictures nobody described: they have a name, which says little to who cannot see them."""
    pages = list(website.pages)
    pictures = sum(page.document.pictures for page in pages)
    places = [(page, place) for page in pages for place in page.document.undescribed]
    if not places:
        return
    page, first = places[0]
    is_one = len(places) == 1
    lack = "has no description of its own" if is_one else "have no description of their own; the first stands here"
    message = f"{len(places)} of {pictures} {'picture' if pictures == 1 else 'pictures'} {lack}"
    yield Problem(page.source.as_posix(), message, _DESCRIBE, first.line, first.cell, Severity.NOTE)


_DESCRIBE = "Say what they show: `![what it shows](picture.png)`, in a code cell `#| fig-alt: what it shows`."


def as_warnings(source: PurePosixPath, faults: Iterable[Fault]) -> Iterator[Problem]:
    """Say of which file some faults are, none of which keeps it off the site."""
    for fault in faults:
        yield Problem(source.as_posix(), fault.message, fault.hint, fault.line, fault.cell, severity=Severity.WARNING)


CHECKS: tuple[Callable[[Website], Iterator[Problem]], ...] = (
    repository,
    undated,
    covers,
    analytics,
    shown_files,
    missing_own_files,
    dead_links,
    missing_anchors,
    long_titles,
    future_dates,
    numbered_addresses,
    lost,
    feed_problems,
    heavy,
    alt_texts,
    share_problems,
    unproven,
    unlisted,
    misnamed_projects,
    cut_history,
    coaching,
)


def run_checks(website: Website) -> Iterator[Problem]:
    """Run every check."""
    for check in CHECKS:
        yield from check(website)
