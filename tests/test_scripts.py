"""Python files that pages lead to: which of them count, and the skills that their code proves, with the lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from inpublic.build import build_tree
from inpublic.load import load_website
from inpublic.scripts import is_work
from inpublic.settings.config import load_config
from inpublic.skills.evidence import rules_in
from inpublic.skills.reading import read_script
from inpublic.skills.skill import Skill
from inpublic.skills.skillfile import shipped
from inpublic.skills.skillmap import Lookup

MakeSite = Callable[..., Path]

FIGURES = '''#!/usr/bin/env python
"""Draw the figures: sklearn.cluster.KMeans() is only mentioned."""

from pathlib import Path

import matplotlib.pyplot as plt
import requests
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from utils import clean

NOTE = "%d of %s" % (1, "x")


def draw(rows):
    fig, ax = plt.subplots()
    model = make_pipeline(
        StandardScaler(),
        LinearRegression(),
    )
    return model.fit(clean(rows)), fig


if __name__ == "__main__":
    import pandas as pd

    draw(
        pd.read_csv("x.csv")
        .dropna()
        .groupby("y")
        .mean()
    )
'''
KNOWN = {
    "Python": (1,),
    "Matplotlib": (17,),
    "scikit-learn": (18, 19, 20),
    "Pipelines": (18,),
    "Feature scaling": (19,),
    "Linear models": (20,),
    "pandas": (29, 30, 31, 32),
    "Handling missing values": (30,),
    "Grouping and aggregation": (31,),
}


def skills_in(source: str) -> dict[str, tuple[int, ...]]:
    return {rule.name: lines for rule, lines in rules_in(read_script(source).uses, Lookup(shipped())).items()}


def test_each_skill_of_a_file_has_the_lines_that_prove_it() -> None:
    assert skills_in(FIGURES) == KNOWN


def test_a_package_that_is_imported_and_not_used_is_none_of_its_packages() -> None:
    assert read_script(FIGURES).packages == ("matplotlib", "sklearn", "utils", "pandas")


@pytest.mark.parametrize(
    "source",
    ["", "# import pandas\n", "'''pandas.read_csv()'''", "import pandas", "\0", "def f(:\n", "(" * 5000],
    ids=["empty", "comment", "text", "unused", "zero", "no Python", "deep"],
)
def test_what_uses_nothing_proves_no_package(source: str) -> None:
    assert skills_in(source).keys() <= {"Python"}


def test_a_line_that_is_no_python_moves_no_other() -> None:
    assert skills_in("import pandas as pd\n%matplotlib inline\npd.read_csv('x')\n")["pandas"] == (3,)


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("make_figures.py", True),
        ("src/model.py", True),
        ("latest.py", True),
        ("test_model.py", False),
        ("model_test.py", False),
        ("conftest.py", False),
        ("tests/helpers.py", False),
        ("lib/vendor/thing.py", False),
    ],
)
def test_tests_and_what_others_wrote_are_no_work_of_the_author(path: str, counts: bool) -> None:
    assert is_work(PurePosixPath(path)) is counts


@pytest.fixture
def site(make_site: MakeSite) -> Path:
    text = "See [the code](make.py), [the tests](tests/helpers.py), [a line](make.py#L3).\n"
    return make_site(
        {
            "projects/a/README.md": f"---\ndate: 2026-01-01\n---\n# A\n\n{text}",
            "projects/a/make.py": FIGURES,
            "projects/a/utils.py": "import torch\n\ntorch.zeros(3)\n",
            "projects/a/tests/helpers.py": "import torch\n\ntorch.zeros(3)\n",
            "projects/b/README.md": "---\ndate: 2026-01-02\n---\n# B\n\n[Theirs](../a/make.py), not mine.\n",
        }
    )


def skills(root: Path) -> dict[str, Skill]:
    return {skill.name: skill for skill in load_website(load_config(root, {})).website.skills}


def test_a_file_counts_where_its_own_project_leads_to_it(site: Path) -> None:
    found = skills(site)

    assert found.keys() == KNOWN.keys()
    [proof] = found["Pipelines"].proofs
    assert (proof.project.record.title, proof.pages) == ("A", ())
    assert [(str(file.path), file.lines) for file in proof.files] == [("projects/a/make.py", (18,))]


def test_without_the_link_nothing_is_proven(site: Path) -> None:
    readme = site / "projects/a/README.md"
    readme.write_text(readme.read_text("utf-8").replace("make.py", "other.py"), "utf-8")

    assert skills(site) == {}


def test_the_skills_page_leads_to_the_lines_and_the_project_names_its_tools(site: Path) -> None:
    build_tree(load_config(site, {}))
    page = (site / "docs/skills/index.md").read_text("utf-8")
    code = "https://github.com/ada/learning/blob/main/projects/a/make.py"

    assert f'make.py: lines <a href="{code}#L18">18</a>' in page
    assert f'make.py: line <a href="{code}#L18">18</a>' in page
    assert "Matplotlib, scikit-learn, pandas" in (site / "docs/projects/a/index.md").read_text("utf-8")


def test_without_a_repository_the_lines_are_plain_numbers(site: Path) -> None:
    settings = site / "mkdocs.yml"
    kept = [line for line in settings.read_text("utf-8").split("\n") if not line.startswith("repo_url")]
    settings.write_text("\n".join(kept), "utf-8")
    build_tree(load_config(site, {}))

    assert "make.py: line 18</span>" in (site / "docs/skills/index.md").read_text("utf-8")


def test_what_was_read_of_a_file_is_kept_until_it_changes(site: Path) -> None:
    first = skills(site)
    assert skills(site) == first
    (site / "projects/a/make.py").write_text("import torch\n\ntorch.zeros(3)\n", "utf-8")

    assert skills(site).keys() == {"Python", "PyTorch"}


def test_a_file_with_a_secret_proves_nothing(site: Path) -> None:
    key = "ghp_" + "".join(chr(97 + number * 7 % 26) + str(number % 10) for number in range(18))
    (site / "projects/a/make.py").write_text(f"{FIGURES}\nTOKEN = '{key}'\n", "utf-8")
    report = load_website(load_config(site, {}))

    assert report.failed
    assert report.website.skills == ()
