import json
import os
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath

import pytest

from inpublic.settings.git import Dates, Span, read_dates, read_repository, start_repository
from inpublic.settings.repository import Repository

Git = Callable[..., str]


@pytest.fixture(autouse=True)
def own_git_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    home = tmp_path_factory.mktemp("home")
    (home / ".gitconfig").write_text("[user]\nname = Ada\nemail = ada@example.org\n[init]\ndefaultBranch = trunk\n")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(home.parent))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    root.mkdir()
    return root


@pytest.fixture
def git(folder: Path) -> Git:
    def run(*arguments: str, date: str = "2024-01-01T10:00:00+00:00") -> str:
        environ = {**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        done = subprocess.run(["git", *arguments], cwd=folder, env=environ, check=True, capture_output=True, text=True)
        return done.stdout

    run("init", "-q", "-b", "main")
    return run


def commit(folder: Path, git: Git, date: str, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git("add", "-A")
    git("commit", "-q", "-m", "work", date=date)


def span(first: str, last: str) -> Span:
    return Span(datetime.fromisoformat(first), datetime.fromisoformat(last))


MONDAY, TUESDAY, FRIDAY = "2024-01-01T10:00:00+08:00", "2024-01-02T10:00:00+00:00", "2024-01-05T10:00:00-05:00"


# The repository


def test_without_git_there_is_no_repository(folder: Path) -> None:
    assert read_repository(folder, {}) is None


def test_without_a_remote_there_is_no_repository(folder: Path, git: Git) -> None:
    assert read_repository(folder, {}) is None


def test_the_remote_names_the_repository(folder: Path, git: Git) -> None:
    git("remote", "add", "origin", "git@github.com:ada/work.git")
    assert read_repository(folder, {}) == Repository("github.com", "ada", "work", "main")


def test_origin_is_taken_among_several_remotes(folder: Path, git: Git) -> None:
    git("remote", "add", "fork", "https://github.com/bob/work")
    git("remote", "add", "origin", "https://github.com/ada/work")
    found = read_repository(folder, {})
    assert found is not None
    assert found.owner == "ada"


def test_the_only_remote_is_taken_whatever_its_name(folder: Path, git: Git) -> None:
    git("remote", "add", "upstream", "https://github.com/ada/work")
    found = read_repository(folder, {})
    assert found is not None
    assert found.owner == "ada"


def test_nobody_chooses_among_two_remotes_without_origin(folder: Path, git: Git) -> None:
    git("remote", "add", "one", "https://github.com/ada/work")
    git("remote", "add", "two", "https://github.com/bob/work")
    assert read_repository(folder, {}) is None


def test_the_explicit_address_wins_over_actions_and_actions_over_the_remote(folder: Path, git: Git) -> None:
    git("remote", "add", "origin", "https://github.com/remote/work")
    actions = {"GITHUB_REPOSITORY": "actions/work", "GITHUB_SERVER_URL": "https://github.example.org"}
    assert read_repository(folder, actions) == Repository("github.example.org", "actions", "work")
    assert read_repository(folder, actions, "https://github.com/said/so") == Repository("github.com", "said", "so")


def test_actions_alone_name_the_repository_where_git_is_silent(folder: Path) -> None:
    assert read_repository(folder, {"GITHUB_REPOSITORY": "ada/work"}) == Repository("github.com", "ada", "work")


def test_the_sites_folder_is_counted_from_the_git_root(folder: Path, git: Git) -> None:
    git("remote", "add", "origin", "https://github.com/ada/work")
    site = folder / "my sites" / "größe"
    site.mkdir(parents=True)
    found = read_repository(site, {})
    assert found is not None
    assert found.folder == PurePosixPath("my sites/größe")


def test_the_branch_is_the_events_then_the_remotes_then_the_current_one(folder: Path, git: Git) -> None:
    commit(folder, git, MONDAY, a="1")
    git("remote", "add", "origin", "https://github.com/ada/work")
    git("checkout", "-q", "-b", "feature/x")
    event = folder / "event.json"
    event.write_text(json.dumps({"repository": {"default_branch": "release/1"}}))
    in_actions = {"GITHUB_EVENT_PATH": str(event)}
    seen = [read_repository(folder, in_actions), read_repository(folder, {})]
    git("update-ref", "refs/remotes/origin/trunk/a", "HEAD")
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk/a")
    seen.append(read_repository(folder, {}))
    assert [found and found.branch for found in seen] == ["release/1", "feature/x", "trunk/a"]


@pytest.mark.parametrize("event", ["", "[]", "{}", '{"repository": null}', '{"repository": {"default_branch": 7}}'])
def test_an_event_that_says_no_branch_is_passed_over(folder: Path, git: Git, event: str) -> None:
    git("remote", "add", "origin", "https://github.com/ada/work")
    path = folder / "event.json"
    path.write_text(event)
    found = read_repository(folder, {"GITHUB_EVENT_PATH": str(path)})
    assert found is not None
    assert found.branch == "main"


def test_a_detached_head_is_taken_for_main(folder: Path, git: Git) -> None:
    commit(folder, git, MONDAY, a="1")
    git("remote", "add", "origin", "https://github.com/ada/work")
    git("checkout", "-q", "--detach")
    git("branch", "-q", "-D", "main")
    found = read_repository(folder, {})
    assert found is not None
    assert found.branch == "main"


def test_a_hooks_own_folder_is_not_mistaken_for_the_sites(
    folder: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("remote", "add", "origin", "https://github.com/ada/work")
    site = folder / "site"
    site.mkdir()
    monkeypatch.setenv("GIT_DIR", ".git")
    found = read_repository(site, {})
    assert found is not None
    assert found.folder == PurePosixPath("site")


# The dates


def test_a_file_has_the_dates_of_its_first_and_last_commit_with_their_time_zones(folder: Path, git: Git) -> None:
    commit(folder, git, MONDAY, projects__a="1", projects__b="1")
    commit(folder, git, FRIDAY, projects__a="2")
    dates = read_dates(folder)
    assert dates.files[PurePosixPath("projects/a")] == span(MONDAY, FRIDAY)
    assert dates.files[PurePosixPath("projects/b")] == span(MONDAY, MONDAY)
    assert dates.files[PurePosixPath("projects/a")].first.isoformat() == MONDAY
    assert not dates.shallow
    assert not dates.refusal


def test_a_file_that_was_never_committed_is_absent(folder: Path, git: Git) -> None:
    commit(folder, git, MONDAY, a="1")
    (folder / "b").write_text("not yet")
    assert set(read_dates(folder).files) == {PurePosixPath("a")}


@pytest.mark.parametrize(
    "name", ["预测.ipynb", "Größe 1.md", "a\tb.md", "a\nb.md", "\x01.md", "🚕#50%?.md", '"q".md', "M", "R100"]
)
def test_any_file_name_is_read(folder: Path, git: Git, name: str) -> None:
    (folder / name).write_text("1")
    commit(folder, git, MONDAY)
    assert read_dates(folder).files == {PurePosixPath(name): span(MONDAY, MONDAY)}


def test_a_renamed_file_keeps_its_first_date(folder: Path, git: Git) -> None:
    text = "".join(f"line {number}\n" for number in range(50))
    commit(folder, git, MONDAY, **{"notebook.ipynb": text})
    (folder / "projects").mkdir()
    git("mv", "notebook.ipynb", "projects/taxi.ipynb")
    commit(folder, git, TUESDAY)
    git("mv", "projects/taxi.ipynb", "projects/taxi fares.ipynb")
    commit(folder, git, FRIDAY, **{"projects/taxi fares.ipynb": text + "and more\n"})
    assert read_dates(folder).files[PurePosixPath("projects/taxi fares.ipynb")] == span(MONDAY, FRIDAY)


def test_a_new_file_under_an_old_name_does_not_inherit(folder: Path, git: Git) -> None:
    text = "".join(f"line {number}\n" for number in range(50))
    commit(folder, git, MONDAY, a=text)
    git("mv", "a", "b")
    commit(folder, git, TUESDAY)
    commit(folder, git, FRIDAY, a="something else")
    files = read_dates(folder).files
    assert files == {PurePosixPath("a"): span(FRIDAY, FRIDAY), PurePosixPath("b"): span(MONDAY, TUESDAY)}


def test_a_file_mended_in_a_merge_counts_the_merge(folder: Path, git: Git) -> None:
    commit(folder, git, MONDAY, a="1", quiet="1")
    git("checkout", "-q", "-b", "side")
    commit(folder, git, TUESDAY, a="2", quiet="2")
    git("checkout", "-q", "main")
    commit(folder, git, TUESDAY, a="3")
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "-q", "side")
    commit(folder, git, FRIDAY, a="2 and 3")
    files = read_dates(folder).files
    assert files == {PurePosixPath("a"): span(MONDAY, FRIDAY), PurePosixPath("quiet"): span(MONDAY, TUESDAY)}


def test_paths_are_counted_from_the_sites_folder(folder: Path, git: Git) -> None:
    commit(folder, git, MONDAY, site__projects__a="1", outside="1")
    assert set(read_dates(folder / "site").files) == {PurePosixPath("projects/a")}


def test_a_shallow_clone_says_so(folder: Path, git: Git, tmp_path: Path) -> None:
    commit(folder, git, MONDAY, a="1")
    commit(folder, git, FRIDAY, a="2")
    git("clone", "-q", "--depth=1", folder.as_uri(), str(tmp_path / "shallow"))
    dates = read_dates(tmp_path / "shallow")
    assert dates.shallow
    assert dates.files[PurePosixPath("a")].last == datetime.fromisoformat(FRIDAY)


def test_outside_a_repository_nothing_is_known_and_git_says_why(folder: Path) -> None:
    dates = read_dates(folder)
    assert dates.files == {}
    assert "not a git repository" in dates.refusal


def test_a_repository_without_commits_has_no_dates(folder: Path, git: Git) -> None:
    dates = read_dates(folder)
    assert dates.files == {}
    assert "commits" in dates.refusal


def test_without_git_installed_nothing_is_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    assert read_dates(folder) == Dates(refusal="git is not installed")
    assert read_repository(folder, {}) is None
    assert not start_repository(folder)


def test_a_folder_that_git_distrusts_gives_its_reason(folder: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(folder, git, MONDAY, a="1")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    dates = read_dates(folder)
    assert dates.files == {}
    assert "dubious ownership" in dates.refusal
    assert read_repository(folder, {}) is None


def test_signatures_and_colours_in_somebodys_settings_do_not_disturb(folder: Path, git: Git) -> None:
    for setting in ("log.showSignature=true", "color.ui=always", "diff.renames=false", "core.quotepath=true"):
        git("config", *setting.split("="))
    commit(folder, git, MONDAY, ä="1")
    assert set(read_dates(folder).files) == {PurePosixPath("ä")}


def test_a_date_beyond_any_calendar_is_passed_over(folder: Path, git: Git) -> None:
    commit(folder, git, MONDAY, a="1")
    (folder / "a").write_text("2")
    git("add", "a")
    who = "Ada <ada@example.org> 999999999999999 +0000"
    tree, parent = git("write-tree").strip(), git("rev-parse", "HEAD").strip()
    raw = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nfar away\n"
    (folder / "raw").write_text(raw)
    head = git("hash-object", "-t", "commit", "-w", "--literally", "raw").strip()
    git("update-ref", "HEAD", head)
    assert read_dates(folder).files == {PurePosixPath("a"): span(MONDAY, MONDAY)}


# A new repository


def test_a_new_repository_starts_on_main(folder: Path) -> None:
    assert start_repository(folder)
    assert (folder / ".git" / "HEAD").read_text() == "ref: refs/heads/main\n"


def test_no_repository_is_started_inside_of_another(folder: Path, git: Git) -> None:
    inner = folder / "inner"
    inner.mkdir()
    assert not start_repository(inner)
    assert not (inner / ".git").exists()
