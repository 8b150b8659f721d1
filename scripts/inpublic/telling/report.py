"""What a run did, in words: one line for the terminal, a page for the workflow's summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from inpublic.errors import Problem, Severity
from inpublic.load import BuildReport
from inpublic.telling.formats import pasted
from inpublic.telling.printable import printable

SUMMARISED = 200
"""Problems of one severity that a summary lists: GitHub takes none of more than a mebibyte."""

_TITLES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}


def outcome(report: BuildReport) -> str:
    """Say in one line what is published, left out and drafted, and what changed on disk."""
    website, tree = report.website, report.tree
    pages = sum(1 for _ in website.pages)
    parts = [f"{count(len(website.projects), 'project')} on {count(pages, 'page')}"]
    if report.left_out:
        parts.append(f"left out: {', '.join(report.left_out)}")
    if report.drafts:
        parts.append(f"drafts: {', '.join(report.drafts)}")
    if tree.total:
        parts.append(f"{count(tree.written, 'file')} written, {tree.removed} removed")
    if pages:
        losing = sum(bool(page.document.losses) for page in website.pages)
        parts.append(lost(losing, pages))
    return "; ".join(parts) + "."


def lost(losing: int, documents: int) -> str:
    """Say in how many documents something was lost, or that nothing was."""
    if losing:
        return f"something lost in {losing} of {count(documents, 'document')}"
    return f"nothing lost in {count(documents, 'document')}"


def summary_markdown(report: BuildReport, *, stopped: bool) -> str:
    """Write what was published and what was left out, for people who look at the workflow run."""
    lines = ["## Nothing was published" if stopped else "## Published", ""]
    if not stopped:
        lines += ["| project | address | date |", "|---|---|---|"]
        lines += [
            f"| {_cell(project.record.title)} | {_address(report, project.record.slug)} | {project.record.date or ''} |"
            for project in report.website.projects
        ]
    for title, names in (
        ("Left out, because something is wrong", report.left_out),
        ("Drafts, not published", report.drafts),
    ):
        if names:
            lines += ["", f"### {title}", "", *(f"* {_cell(name)}" for name in names)]
    for severity, title in _TITLES.items():
        found = [problem for problem in report.problems if problem.severity is severity]
        if found:
            lines += ["", f"### {title}", "", *map(_line, found[:SUMMARISED])]
        if len(found) > SUMMARISED:
            lines.append(f"* … and {len(found) - SUMMARISED} more: `inpublic check` lists them all")
    lines += _advice(report.problems)
    return "\n".join(lines) + "\n"


def _advice(problems: Iterable[Problem]) -> Iterator[str]:
    """Say once what problems have in common; the lines to paste stand as code."""
    found = list(problems)
    for sentence in dict.fromkeys(sentence for problem in found for sentence in problem.common):
        yield from ("", _cell(sentence))
    if lines := pasted(found):
        yield from ("", "```yaml", *lines, "```")


def count(number: int, noun: str) -> str:
    """Write a number with its noun, in the plural where that is due."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _address(report: BuildReport, slug: str) -> str:
    url = report.website.config.site_url
    return f"<{url}projects/{slug}/>" if url else f"projects/{slug}/"


def _line(problem: Problem) -> str:
    hint = f" → {problem.hint}" if problem.hint else ""
    return f"* **{_cell(problem.place)}**: {_cell(problem.message + hint)}"


_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&$]|(?<=:)/|(?<=www)\.)")
"""What makes Markdown on GitHub more than words, links included; hyphens and full stops do no harm here."""


def _cell(text: str) -> str:
    """Write words that stay words in GitHub's Markdown, on one line and inside a table."""
    return _MARKUP.sub(r"\\\1", printable(text))
