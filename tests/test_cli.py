"""The command line as a person meets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pytest

from inpublic.cli import main

README = Path(__file__).parent.parent / "README.md"
GOOD = "---\ndate: 2026-03-01\n---\n# Taxi\n\nHow much will this ride cost, and why?\n"


def test_every_command_and_option_has_help_and_every_command_stands_in_the_readme() -> None:
    readme = README.read_text("utf-8")
    for name, command in main.commands.items():
        assert command.help, name
        assert f"inpublic {name}" in readme, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_build_makes_a_site_and_says_so(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"projects/taxi.md": GOOD})
    result = run("build", "--root", root, "--strict")
    assert result.exit_code == 0, result.output
    assert "1 project on 1 page" in result.output
    assert "How much will this ride cost" in (root / "site/projects/taxi/index.html").read_text("utf-8")


def test_all_problems_of_all_projects_come_in_one_run_with_their_places(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site(
        {
            "projects/a.md": "---\nlevle: beginner\n---\n# A\n",
            "projects/b.md": "---\ndate: soon\n---\n# B\n",
            "projects/c.ipynb": "{",
            "projects/taxi.md": GOOD,
        }
    )
    result = run("check", "--root", root)
    assert result.exit_code == 1
    assert "projects/a.md:2: warning:" in result.output
    assert "level" in result.output
    assert "projects/b.md:2: error:" in result.output
    assert "projects/c.ipynb: error: this notebook is not valid JSON" in result.output
    assert "left out: b, c" in result.output
    assert not (root / "docs/projects").exists()


def test_a_note_is_told_and_fails_nothing(
    make_site: Callable[..., Path], notebook: Callable[..., str], run: Callable[..., click.testing.Result]
) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0"/></svg>'
    plot = {"output_type": "display_data", "data": {"image/svg+xml": drawing}, "metadata": {}}
    result = run("check", "--root", make_site({"projects/a.ipynb": notebook("# A", ("plot()", [plot]))}))
    assert result.exit_code == 0, result.output
    assert "projects/a.ipynb: cell 2: note: 1 of 1 picture has no description" in result.output


def test_a_broken_project_exits_with_1_but_the_rest_is_published(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"projects/c.ipynb": "{", "projects/taxi.md": GOOD})
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert (root / "site/projects/taxi/index.html").is_file()


def test_a_strict_build_publishes_nothing_and_says_why(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result], tmp_path: Path
) -> None:
    root = make_site({"projects/c.ipynb": "{", "projects/taxi.md": GOOD})
    result = run("build", "--root", root, "--strict", "--summary", tmp_path / "summary.md")
    assert result.exit_code == 1
    assert "Nothing was written" in result.output
    assert not (root / "site").exists()
    assert "## Nothing was published" in (tmp_path / "summary.md").read_text("utf-8")


def test_wrong_usage_exits_with_2(run: Callable[..., click.testing.Result]) -> None:
    assert run("build", "--jobs", "none").exit_code == 2
    assert run("bild").exit_code == 2


def test_a_folder_without_settings_is_explained(tmp_path: Path, run: Callable[..., click.testing.Result]) -> None:
    result = run("build", "--root", tmp_path)
    assert result.exit_code == 1
    assert "mkdocs.yml" in result.output
    assert "Traceback" not in result.output


def test_show_prints_values_and_where_they_come_from(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"projects/taxi.md": GOOD})
    result = run("show", "taxi", "--root", root)
    assert result.exit_code == 0, result.output
    assert "front matter of taxi.md" in result.output
    assert "first heading of taxi.md" in result.output
    assert run("show", "bus", "--root", root).exit_code == 1


def test_show_knows_drafts_and_broken_projects_too(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    broken = "---\ntitle: Broken\nlevel: expert\n---\n"
    root = make_site({"projects/later.md": "---\ndraft: true\n---\n# Later\n", "projects/bad.md": broken})
    assert 'title: "Later"' in run("show", "later", "--root", root).output
    assert 'title: "Broken"' in run("show", "bad", "--root", root).output


def test_schema_is_json_schema(run: Callable[..., click.testing.Result]) -> None:
    import json

    schema = json.loads(run("schema").output)
    assert {"title", "tags", "level", "results"} <= set(schema["properties"])


def test_tree_only_leaves_the_site_to_another_engine(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"projects/taxi.md": GOOD})
    assert run("build", "--root", root, "--tree-only").exit_code == 0
    assert (root / "docs/projects/taxi/index.md").is_file()
    assert not (root / "site").exists()


@pytest.mark.parametrize("command", ["init", "new", "build", "check", "serve", "show", "schema"])
def test_help_is_there_in_plain_words(command: str, run: Callable[..., click.testing.Result]) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 4


def test_the_overview_keeps_its_lines_and_cuts_no_sentence(run: Callable[..., click.testing.Result]) -> None:
    text = run("--help").output
    assert "\n  A first site:   inpublic init my-portfolio\n" in text
    assert "..." not in text.split("Commands:")[1]
