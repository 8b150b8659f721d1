"""What `inpublic build` does before and after docs/ is brought up to date: the engine's site, and a look at both."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import click
from msgspec.structs import replace

from inpublic.build import look_through, looker
from inpublic.cache import Cache
from inpublic.checking.pagelinks import docs_problems
from inpublic.checking.weight import folder_size, heavy_site
from inpublic.digests import Digests
from inpublic.engine.reading import Reader
from inpublic.errors import InpublicError, Problem
from inpublic.host import Site, build_site, built_pages, prepare
from inpublic.load import BuildReport
from inpublic.settings.config import Config
from inpublic.settings.sections import refusal
from inpublic.telling.report import summary_markdown
from inpublic.telling.terminal import Teller, status
from inpublic.website import OutputFile, Website
from inpublic.workers import Workers
from inpublic.writing.safefile import explaining, write_beside


def look_ahead(
    config: Config, cache: Cache, heard: list[str], outputs: Iterable[OutputFile], reader: Reader | None = None
) -> Sequence[Problem]:
    """Look at what MkDocs will read; its own words for what is wrong there are added to `heard`.

    Raises InpublicError where it would build nothing.
    """
    found = docs_problems(config, outputs, cache, reader)
    if found.stops:  # before anything is written
        raise refusal(found.problems)
    heard += found.words
    return found.problems


def write_summary(report: BuildReport, path: Path) -> None:
    """Append what was published to a Markdown file."""
    with explaining(path), path.open("a", encoding="utf-8") as file:
        file.write(summary_markdown(report, stopped=report.stopped))


def refuse_stopped(report: BuildReport, config: Config) -> None:
    """Raise InpublicError if nothing was written."""
    if report.stopped:
        others = "" if report.halted else ", or build without --strict"
        what = "errors" if report.failed else f"warnings of {config.docs.name}/ and mkdocs.yml"
        raise InpublicError("nothing was written", f"Mend the {what} above first{others}.")


def made_useful(workers: Workers, config: Config, reader: Reader, cache: Cache) -> Workers:
    """Let this process prepare for the site while `workers` convert."""
    return replace(workers, meanwhile=partial(prepare, config, reader, is_first=cache.is_new()))


def build_whole_site(  # noqa: PLR0913 - what to build of what, and three choices by name
    tell: Teller, config: Config, website: Website, cache: Cache, *, reader: Reader, told: Sequence[str], jobs: int = 1
) -> None:
    """Let MkDocs build the site, look its pages through, and print the resume if that was asked for."""
    with status("Building the site …"):
        site = build_site(
            config, cache.digests, reader=reader, verbose=tell.verbose, told=told, jobs=jobs, look=looker(website)
        )
    tell.tell(look_through(website, built_pages(website, site.folder), cache, jobs, site.found))
    tell.tell(heavy_site(website, _size(site, cache.digests)))
    if config.resume_pdf:
        _print_resume(tell, website, site.folder)
    tell.line(f"The site is ready in {_relative(site.folder)}/ (look at it with `inpublic serve`).")


def _size(site: Site, digests: Digests) -> int:
    """Return the bytes of all files of a site; where they are known, the disk was asked about each already."""
    if not site.places:
        return folder_size(site.folder)
    return sum(digests.size(f"{site.folder}/{place}") for place in site.places)


def check_printing(environ: Mapping[str, str], *, tree_only: bool) -> None:
    """Refuse to begin what cannot end: the page leads to a PDF that has to be made."""
    from inpublic.resume.printing import find_browser

    if tree_only:
        raise click.UsageError("--pdf prints the site, which --tree-only does not build.")
    find_browser(environ)


def _print_resume(tell: Teller, website: Website, site: Path) -> None:
    from inpublic.outputs.resume import has_resume, pdf_path, printable_resume
    from inpublic.resume.printing import find_browser, print_pdf

    if not has_resume(website):
        tell.line("There is no resume to make a PDF of: name resume/index.md in `nav`, or write docs/resume.yml.")
        return
    target = site / pdf_path(website)
    with status("Printing the resume …"), explaining(target):
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        content = print_pdf(printable_resume(website, site), find_browser(os.environ), is_root=is_root)
        write_beside(target, content)
    tell.line(f"The resume is in {_relative(target)}, too.")


def _relative(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
