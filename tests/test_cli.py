"""The command line as a person meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from inpublic import options
from inpublic.cli import main
from inpublic.telling.command import told
from inpublic.telling.terminal import Teller

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
    assert "nothing was written" in result.output
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
    schema = json.loads(run("schema").output)
    assert {"title", "tags", "level", "results"} <= set(schema["properties"])


def test_tree_only_leaves_the_site_to_another_engine(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"projects/taxi.md": GOOD})
    assert run("build", "--root", root, "--tree-only").exit_code == 0
    assert (root / "docs/projects/taxi/index.md").is_file()
    assert not (root / "site").exists()


@pytest.mark.parametrize("command", ["init", "new", "build", "check", "serve", "show", "schema", "clean"])
def test_help_is_there_in_plain_words(command: str, run: Callable[..., click.testing.Result]) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 4


def test_the_overview_keeps_its_lines_and_cuts_no_sentence(run: Callable[..., click.testing.Result]) -> None:
    text = run("--help").output
    assert "\n  A first site:   inpublic init my-portfolio\n" in text
    assert "..." not in text.split("Commands:")[1]


BROKEN = {"projects/b.md": "---\ndate: soon\n---\n# B\n", "projects/taxi.md": GOOD}
"""One broken project and one that is fine."""


def test_json_is_one_document_and_nothing_else_on_the_output(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    result = run("check", "--root", make_site(BROKEN), "--format", "json")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert document["problems"][0]["place"] == "projects/b.md:2"
    assert document["left_out"] == ["b"]
    assert [project["slug"] for project in document["projects"]] == ["taxi"]
    assert result.stderr == ""


def test_json_of_a_build_holds_what_was_written(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    result = run("build", "--root", make_site({"projects/taxi.md": GOOD}), "--format", "json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["counts"]["written"] > 5


@pytest.mark.parametrize(
    ("files", "options", "message"),
    [
        pytest.param({"mkdocs.yml": "site_name: [\n"}, (), "something in mkdocs.yml", id="wrong settings"),
        pytest.param(BROKEN, ("--strict",), "nothing was written", id="strict"),
    ],
)
def test_what_stops_a_run_is_in_the_json_too(
    files: Mapping[str, str],
    options: tuple[str, ...],
    message: str,
    make_site: Callable[..., Path],
    run: Callable[..., click.testing.Result],
) -> None:
    result = run("build", "--root", make_site(files), "--format", "json", *options)
    assert result.exit_code == 1
    assert message in json.loads(result.stdout)["stopped"]["message"]


def test_in_github_actions_problems_are_annotated_without_asking(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_site(BROKEN)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(root.parent))
    result = run("check", "--root", root)
    assert result.exit_code == 1
    assert "::error file=site-folder/projects/b.md,line=2::" in result.stdout
    assert "::" not in run("check", "--root", root, "--format", "human").stdout


def test_warnings_fail_nothing(make_site: Callable[..., Path], run: Callable[..., click.testing.Result]) -> None:
    result = run("check", "--root", make_site({"projects/a.md": "---\nlevle: beginner\n---\n# A\n"}))
    assert "warning:" in result.output
    assert result.exit_code == 0


def test_hidden_characters_of_a_project_steer_no_terminal(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"projects/a.md": '---\nlevel: "\\e[31m\\u202Ex"\ntitle: "a\\u202Eb"\n---\n'})
    checked, shown = run("check", "--root", root), run("show", "a", "--root", root)
    assert not {"\x1b", "\u202e"} & set(checked.output + shown.output)
    assert "projects/a.md:2: error: «level»" in checked.output
    assert 'title: "a' in shown.output


@click.command()
@options.verbose
@told
def broken(_tell: Teller) -> int:
    """A command with a bug."""
    raise ValueError("odd value")


def test_a_bug_is_said_to_be_one_and_its_traceback_is_there_for_the_asking() -> None:
    result = CliRunner().invoke(broken)
    assert result.exit_code == 70
    assert "this is a bug of inpublic" in result.stderr
    assert "ValueError" in result.stderr
    assert "Traceback" not in result.stderr
    result = CliRunner().invoke(broken, ["--verbose"])
    assert result.exit_code == 70
    assert "Traceback" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals and named pipes are POSIX's")
def test_ctrl_c_ends_a_running_build_quietly(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/taxi.md": GOOD})
    os.mkfifo(root / "summary")  # opening it waits for a reader: the build stands still there
    command = [sys.executable, "-m", "inpublic", "build", "--root", root, "--summary", root / "summary"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stderr
        try:
            assert "1 project" in running.stdout.readline()
            running.send_signal(signal.SIGINT)
            assert running.wait(60) == 130
            assert "Traceback" not in running.stderr.read()
        finally:
            running.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_ctrl_c_ends_a_pool_of_processes_quietly_and_soon(
    make_site: Callable[..., Path], notebook: Callable[..., str]
) -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": "a line of output\n" * 20_000}
    root = make_site({f"projects/{number}.ipynb": notebook(f"# {number}", ("1", [stream])) for number in range(8)})
    command = [sys.executable, "-m", "inpublic", "check", "--jobs", "2", "--root", root]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
        assert running.stderr
        while running.poll() is None and not list(root.glob(".inpublic/cache/documents/*")):
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to every process
        assert running.wait(60) == 130
        assert running.stderr.read() == ""


def test_a_reader_that_goes_away_makes_no_traceback(make_site: Callable[..., Path]) -> None:
    root = make_site({f"projects/{number}.md": "# A\n" for number in range(20)})
    command = [sys.executable, "-m", "inpublic", "check", "--root", root, "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        said = running.stderr.read()
        assert running.wait(60) == 1
    assert "Traceback" not in said
    assert "BrokenPipe" not in said


def test_what_the_system_refuses_is_no_bug(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"projects/taxi.md": GOOD, ".inpublic": "a file in the place of a folder"})
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "bug" not in result.output


TWO_FAULTS = "site_name: A\nsite_dir: docs\nextra: {inpublic: {feeds: 1}}\n"


@pytest.mark.parametrize("command", ["build", "check", "show"])
def test_all_faults_of_the_settings_are_told_and_nothing_is_written(
    command: str, make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"mkdocs.yml": TWO_FAULTS, "projects/taxi.md": GOOD})
    result = run(command, *(["taxi"] if command == "show" else []), "--root", root)
    assert result.exit_code == 1
    assert "mkdocs.yml:2: error: site_dir is «docs»" in result.output
    assert "mkdocs.yml:3: error: extra.inpublic.feeds" in result.output
    assert "nothing was done: 2 things in mkdocs.yml must be mended" in result.output
    assert sorted(path.name for path in root.iterdir()) == ["docs", "mkdocs.yml", "projects"]
    assert list((root / "docs").iterdir()) == []


def test_faults_of_the_settings_have_their_lines_in_every_form(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"mkdocs.yml": TWO_FAULTS})
    problems = json.loads(run("build", "--root", root, "--format", "json").stdout)["problems"]
    assert [(problem["path"], problem["line"]) for problem in problems] == [("mkdocs.yml", 2), ("mkdocs.yml", 3)]
    annotated = run("build", "--root", root, "--format", "github").stdout
    assert "::error file=mkdocs.yml,line=2::site_dir is «docs»" in annotated
    assert "::error file=mkdocs.yml,line=3::extra.inpublic.feeds" in annotated


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("theme: nowhere", "mkdocs.yml:2: error: MkDocs does not take «theme»", id="a theme"),
        pytest.param("plugins: [nowhere]", "mkdocs.yml:2: error: MkDocs does not take «plugins»", id="a plugin"),
        pytest.param("theme: !ENV SECRET_THEME", "«theme»: its value comes from the environment", id="the environment"),
    ],
)
def test_what_mkdocs_does_not_take_is_told_by_check_and_build_alike(
    line: str,
    words: str,
    make_site: Callable[..., Path],
    run: Callable[..., click.testing.Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_THEME", "hunter2")
    root = make_site({"mkdocs.yml": f"site_name: A\n{line}\n", "projects/taxi.md": GOOD})
    for command in ("check", "build"):
        result = run(command, "--root", root)
        assert result.exit_code == 1
        assert words in result.output
        assert "hunter2" not in result.output
    assert list((root / "docs").iterdir()) == []


@pytest.mark.parametrize("site", ["photos", "mkdocs.yml"])
def test_a_folder_that_would_be_emptied_is_told_by_check_too(
    site: str, make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"mkdocs.yml": f"site_name: A\nsite_dir: {site}\n", "photos/a.jpg": "x", "projects/taxi.md": GOOD})
    result = run("check", "--root", root)
    assert result.exit_code == 1
    assert "mkdocs.yml:2: error: the site cannot be built into" in result.output
    assert run("build", "--root", root).exit_code == 1
    assert list((root / "docs").iterdir()) == []


def test_what_only_warns_in_the_settings_stops_a_strict_build_as_in_mkdocs(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"mkdocs.yml": "site_name: A\nunknown_key: 1\n", "projects/taxi.md": GOOD})
    assert "mkdocs.yml:2: warning: MkDocs does not take «unknown_key»" in run("check", "--root", root).output
    strict = run("build", "--root", root, "--strict")
    assert strict.exit_code == 1
    assert not (root / "site").exists()
    assert run("build", "--root", root).exit_code == 0
