"""The Skills page: proof by project and cell, claims, and what the learner wants otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from inpublic.build import build_tree
from inpublic.load import load_website
from inpublic.settings.config import load_config
from inpublic.skills.skill import Skill

MakeSite = Callable[..., Path]
RECORD = "---\ndate: {}\nskills: [{}]\n---\n# {}\n"


@pytest.fixture
def site(make_site: MakeSite, notebook: Callable[..., str]) -> Path:
    def work(day: str, skills: str, title: str, *sources: str) -> str:
        return notebook(RECORD.format(day, skills, title), *((source, []) for source in sources))

    return make_site(
        {
            "projects/a.ipynb": work(
                "2024-03-01", "sklearn, Talks", "A", "from sklearn.svm import SVC", "SVC().fit(x, y)"
            ),
            "projects/b.ipynb": work("2025-05-01", "pandas", "B", "import pandas as pd, sklearn", "sklearn.svm.SVC()"),
            "projects/c.md": "---\ndate: 2026-01-01\nskills: [Support vector machines]\n---\n# C\n\nWords.\n",
        }
    )


def skills(root: Path) -> dict[str, Skill]:
    return {skill.name: skill for skill in load_website(load_config(root, {})).website.skills}


def test_a_skill_has_its_projects_dates_and_cells(site: Path) -> None:
    found = skills(site)["Support vector machines"]
    assert [(proof.project.record.title, proof.pages[0].cells) for proof in found.proofs] == [("B", (3,)), ("A", (3,))]
    assert (str(found.first), str(found.last)) == ("2024-03-01", "2025-05-01")
    assert [project.record.title for project in found.claims] == ["C"]


def test_what_only_a_record_names_is_claimed_and_what_code_proves_is_not(site: Path) -> None:
    found = skills(site)
    assert {name for name, skill in found.items() if skill.is_claimed} == {"Talks", "pandas"}
    assert not found["scikit-learn"].claims


def test_a_learner_renames_hides_and_declares(site: Path) -> None:
    said = (
        "rename: {Support vector machines: SVM, Talks: SVM}\nhide: [Python]\ndeclared: {Chess: Twenty years of it.}\n"
    )
    (site / "docs" / "skills.yml").write_text(said, "utf-8")
    found = skills(site)
    assert "Python" not in found
    assert len(found["SVM"].proofs) == 2
    assert (found["Chess"].is_claimed, found["Chess"].sentence) == (True, "Twenty years of it.")


def test_every_link_of_the_page_leads_to_a_place_that_is_there(site: Path) -> None:
    build_tree(load_config(site, {}))
    text = (site / "docs" / "skills" / "index.md").read_text("utf-8")
    links = re.findall(r'href="\.\./([^"#]+)#([^"]+)"', text)
    assert links
    for page, fragment in links:
        assert f'id="{fragment}"' in (site / "docs" / page / "index.md").read_text("utf-8")
    head = (site / "docs" / "projects" / "a" / "index.md").read_text("utf-8")
    assert 'href="../../skills/#support-vector-machines"' in head


def test_a_module_of_ones_own_proves_no_package_but_what_its_author_says(
    make_site: MakeSite, notebook: Callable[..., str]
) -> None:
    text = notebook("# A", ("import datasets, surprise\ndatasets.load_dataset('x')\nsurprise.SVD()", []))
    root = make_site({"projects/a/a.ipynb": text, "projects/a/datasets.py": "", "projects/a/surprise/core.py": ""})
    assert set(skills(root)) == {"Python"}
    (root / "docs" / "skills.yml").write_text("packages: {Our loader: datasets}\n", "utf-8")
    assert set(skills(root)) == {"Our loader", "Python"}


def test_without_any_skill_there_is_no_page(make_site: MakeSite) -> None:
    root = make_site({"projects/c.md": "# C\n\nWords.\n"})
    build_tree(load_config(root, {}))
    assert not (root / "docs" / "skills").exists()


def test_slips_in_the_file_of_skills_are_told_by_a_build(site: Path) -> None:
    (site / "docs" / "skills.yml").write_text("hidden: [Python]\n", "utf-8")
    problems = [
        problem for problem in load_website(load_config(site, {})).problems if problem.path == "docs/skills.yml"
    ]
    assert [(problem.line, problem.hint) for problem in problems] == [(1, "Did you mean «hide»?")]
