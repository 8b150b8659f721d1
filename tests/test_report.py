"""What a run says of itself."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from inpublic.errors import Problem, Severity
from inpublic.load import BuildReport
from inpublic.settings.config import Config
from inpublic.telling.report import lost, outcome, summary_markdown
from inpublic.website import Website
from inpublic.writing.tree import TreeReport

EMPTY = Website(Config(Path()), (), {})


def test_the_outcome_names_what_was_left_out_and_drafted() -> None:
    report = BuildReport(EMPTY, (), ("broken",), ("later",), TreeReport(3, 1, 2))
    assert outcome(report) == "0 projects on 0 pages; left out: broken; drafts: later; 1 file written, 2 removed."


def test_losses_are_counted_by_document() -> None:
    assert lost(0, 40) == "nothing lost in 40 documents"
    assert lost(2, 40) == "something lost in 2 of 40 documents"


def test_the_summary_lists_errors_before_warnings_before_notes_and_escapes_them() -> None:
    problems = (
        Problem("projects/c.md", "by the way", severity=Severity.NOTE),
        Problem("projects/a.md", "a | b", "do <this>", line=2, severity=Severity.WARNING),
        Problem("projects/b.md", "broken"),
    )
    text = summary_markdown(BuildReport(EMPTY, problems, ("b",), ()), stopped=False)
    assert text.index("### Errors") < text.index("### Warnings") < text.index("### Notes")
    assert "* **projects/a.md:2**: a \\| b → do \\<this\\>" in text
    assert "* b" in text


def test_the_summary_says_once_what_problems_have_in_common() -> None:
    problem = Problem("a.md", "key", "revoke it", common=("Then <take> it out.",), paste=("extra:", "  f-1: why"))
    text = summary_markdown(BuildReport(EMPTY, (problem, problem), (), ()), stopped=False)
    assert text.endswith("\n\nThen \\<take\\> it out.\n\n```yaml\nextra:\n  f-1: why\n```\n")
    assert text.count("take") == 1


def test_a_stopped_run_says_that_nothing_was_published() -> None:
    report = BuildReport(EMPTY, (Problem("projects/b.md", "broken"),), ("b",), ())
    assert summary_markdown(report, stopped=True).startswith("## Nothing was published")


def test_names_and_values_stay_words_in_the_summary() -> None:
    hostile = "![x](https://evil.example) <img src=x> @ada www.evil.example `a`\n## b\x1b[31m"
    problem = Problem(f"projects/{hostile}.md", hostile, hostile)
    text = summary_markdown(BuildReport(EMPTY, (problem,), (hostile,), ()), stopped=False)
    html = MarkdownIt("gfm-like").render(text)
    assert not any(mark in html for mark in ("<img", "<a ", "<h2>b", "<code", "\x1b"))
    assert len(re.findall("<h[23]>", html)) == 3
    assert "https://evil.example" in LexborHTMLParser(html).text()


def test_a_summary_with_ever_so_many_problems_stays_small_enough_for_github() -> None:
    problems = tuple(Problem(f"projects/{number}.md", "x" * 1000) for number in range(3000))
    text = summary_markdown(BuildReport(EMPTY, problems, (), ()), stopped=False)
    assert len(text.encode()) < 1_048_576
    assert "… and 2800 more" in text
