"""What a run says of itself."""

from __future__ import annotations

from pathlib import Path

from inpublic.build import BuildReport
from inpublic.errors import Problem, Severity
from inpublic.report import lost, outcome, summary_markdown
from inpublic.settings.config import Config
from inpublic.tree import TreeReport
from inpublic.website import Website

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
    assert "* `projects/a.md:2`: a \\| b → do &lt;this>" in text
    assert "* b" in text


def test_a_stopped_run_says_that_nothing_was_published() -> None:
    report = BuildReport(EMPTY, (Problem("projects/b.md", "broken"),), ("b",), ())
    assert summary_markdown(report, stopped=True).startswith("## Nothing was published")
