"""A new learner's repository has everything that `git push` needs, and a new project is ready to fill in."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from inpublic.errors import InpublicError
from inpublic.scaffold import COPIED, init_site, new_project
from inpublic.settings.config import load_config

Run = Callable[..., click.testing.Result]
ROOT = Path(__file__).parent.parent


def test_a_new_portfolio_builds_strictly_and_is_its_owners(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "portfolio"
    assert run("init", target, "--name", 'Grace "Amazing" Höpper').exit_code == 0
    config = load_config(target, {})
    assert config.site_name == config.author.name == 'Grace "Amazing" Höpper'
    assert "Ada" not in (target / "mkdocs.yml").read_text("utf-8")
    result = run("build", "--root", target, "--strict")
    assert result.exit_code == 0, result.output
    page = (target / "site/projects/welcome/index.html").read_text("utf-8")
    assert "share a birthday" in page
    assert "With 23 guests" in (target / "site/projects/welcome/welcome/index.html").read_text("utf-8")


@pytest.mark.parametrize("address", ["", "https://grace.example/"], ids=["nowhere yet", "published"])
def test_no_link_of_a_new_portfolio_leads_to_nothing(tmp_path: Path, run: Run, address: str) -> None:
    target = tmp_path / "portfolio"
    init_site(target, name="Grace")
    settings = target / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("site_url: !ENV SITE_URL", f"site_url: {address}"), "utf-8")
    assert run("build", "--root", target, "--strict").exit_code == 0
    site, lost = target / "site", []
    for page in [path for path in site.rglob("*.html") if path.name != "404.html" and "assets" not in path.parts]:
        for node in LexborHTMLParser(page.read_text("utf-8")).css("[href]"):
            link = unquote(re.split("[?#]", node.attributes["href"] or "")[0])
            file = page.parent / link
            if link and ":" not in link and not (file / "index.html" if file.is_dir() else file).is_file():
                lost.append(f"{page.relative_to(site)}: {link}")
    assert lost == []
    assert address == "" or (site / "feed.xml").is_file()


def test_a_new_portfolio_has_all_that_publishing_needs_and_nothing_of_ours(tmp_path: Path) -> None:
    made = {path.relative_to(tmp_path / "p").as_posix() for path in init_site(tmp_path / "p", name="Grace")}
    assert {*COPIED, "README.md", "docs/about.md", "projects/welcome/README.md", "scripts/inpublic/cli.py"} <= made
    assert not [name for name in made if "__pycache__" in name or name.startswith(("tests", "projects/co2"))]
    status = subprocess.run(
        ["git", "-C", tmp_path / "p", "status", "--porcelain", "--ignored"], capture_output=True, check=True
    )
    assert b"!!" not in status.stdout  # nothing that was made is git-ignored


def test_a_portfolio_can_start_from_a_portfolio_again(tmp_path: Path) -> None:
    init_site(tmp_path / "one", name="Grace")
    code = "from pathlib import Path; from inpublic.scaffold import init_site; init_site(Path('two'), name='Ada')"
    environ = {"PYTHONPATH": str(tmp_path / "one" / "scripts"), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environ, check=True)
    assert (tmp_path / "two/scripts/inpublic/cli.py").is_file()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(InpublicError, match=r"not empty: it holds thesis\.docx"):
        init_site(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Predict taxi fares", "predict-taxi-fares"),
        ("预测出租车费用", "预测出租车费用"),
        ('A "quoted": title', "a-quoted-title"),
    ],
)
def test_a_new_project_is_a_draft_that_builds(tmp_path: Path, run: Run, name: str, slug: str) -> None:
    init_site(tmp_path / "p", name="Grace")
    result = run("new", name, "--root", tmp_path / "p")
    assert result.exit_code == 0, result.output
    readme = (tmp_path / "p/projects" / slug / "README.md").read_text("utf-8")
    assert yaml.safe_load(readme.split("---\n")[1])["title"] == name
    assert run("check", "--root", tmp_path / "p").exit_code == 0
    (tmp_path / "p/projects" / slug / "README.md").write_text(readme.replace("draft: true", "draft: false"), "utf-8")
    shown = run("show", slug, "--root", tmp_path / "p")
    assert shown.exit_code == 0, shown.output


def test_a_portfolio_without_a_name_says_my_and_nothing_odd(tmp_path: Path, run: Run) -> None:
    assert run("init", tmp_path / "p").exit_code == 0
    settings = yaml.load((tmp_path / "p/mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)
    assert settings["site_name"] == "My portfolio"
    assert settings["site_author"] == ""
    assert settings["site_description"] == "Projects, each with its code and its result."
    assert (tmp_path / "p/docs/about.md").read_text("utf-8").startswith("# About me\n")
    assert (tmp_path / "p/README.md").read_text("utf-8").startswith("# My portfolio\n")


def test_a_new_portfolio_looks_healthy(tmp_path: Path, run: Run) -> None:
    run("init", tmp_path / "p", "--name", "Grace")
    result = run("check", "--root", tmp_path / "p")
    assert result.exit_code == 0
    assert "warning" not in result.output
    assert result.output.count("note:") == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "«» has no letter or digit"),
        (" \x00\t", "«» has no letter or digit"),
        ("...", "«...» has no letter or digit"),
        ("../x", "«../x» is a path"),
        ("a/../../x", "«a/../../x» is a path"),
        ("/etc/x", "«/etc/x» is a path"),
        ("C:\\x", "«C:\\x» is a path"),
        ("projects/taxi", "«projects/taxi» is a path"),
    ],
)
def test_what_is_no_title_starts_no_project(tmp_path: Path, run: Run, name: str, message: str) -> None:
    init_site(tmp_path / "p")
    result = run("new", name, "--root", tmp_path / "p")
    assert result.exit_code == 1
    assert message in result.output
    assert 'inpublic new "Predict taxi fares"' in result.output
    assert [path.name for path in (tmp_path / "p/projects").iterdir()] == ["welcome"]
    assert not (tmp_path / "p/x").exists()


@pytest.mark.parametrize(("name", "slug"), [("A/B testing", "a-b-testing"), (".NET study", "net-study")])
def test_a_title_may_hold_what_a_path_may(tmp_path: Path, name: str, slug: str) -> None:
    init_site(tmp_path / "p")
    readme, _ = new_project(tmp_path / "p/projects", name)
    assert readme.parent.name == slug


def test_a_new_project_overwrites_nothing(tmp_path: Path) -> None:
    init_site(tmp_path / "p")
    new_project(tmp_path / "p/projects", "Taxi")
    with pytest.raises(InpublicError, match="is there already"):
        new_project(tmp_path / "p/projects", "taxi")


def test_a_project_outside_a_portfolio_is_explained(tmp_path: Path, run: Run) -> None:
    result = run("new", "Taxi", "--root", tmp_path)
    assert result.exit_code == 1
    assert "inpublic init" in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_wheel_can_start_a_portfolio_too(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT]
    subprocess.run(words, check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "installed")
    code = "from pathlib import Path; from inpublic.scaffold import init_site; init_site(Path('mine'), name='Grace')"
    environ = {"PYTHONPATH": str(tmp_path / "installed"), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environ, check=True)
    for path in COPIED:
        assert (tmp_path / "mine" / path).is_file(), path
    assert not (tmp_path / "mine/scripts/inpublic/starter").exists()


def test_the_menu_of_a_new_portfolio_leads_to_no_empty_page(tmp_path: Path) -> None:
    init_site(tmp_path / "p", name="Grace")

    menu = yaml.load((tmp_path / "p/mkdocs.yml").read_text(), yaml.BaseLoader)["nav"]

    assert [next(iter(entry)) for entry in menu] == ["Home", "Projects", "Skills", "Resume", "About", "Subscribe"]


def test_a_chinese_portfolio_says_nothing_of_its_own_in_english(tmp_path: Path, run: Run) -> None:
    assert run("init", tmp_path / "p", "--name", "李雷", "--language", "zh").exit_code == 0
    settings = yaml.load((tmp_path / "p/mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)
    menu = [name for entry in settings["nav"] for name in entry]
    shown = [*menu, *(one["toggle"]["name"] for one in settings["theme"]["palette"]), settings["site_description"]]
    author = settings["extra"]["inpublic"]["author"]

    assert settings["theme"]["language"] == "zh"
    assert menu == ["首页", "项目", "技能", "简历", "关于", "订阅"]
    assert [text for text in (*shown, *author.values()) if text.isascii()] == []
    assert (tmp_path / "p/docs/about.md").read_text("utf-8").startswith("# 关于李雷\n")
    assert run("check", "--root", tmp_path / "p").exit_code == 0


def test_an_english_portfolio_keeps_the_names_of_ours(tmp_path: Path, run: Run) -> None:
    run("init", tmp_path / "p")
    ours = (Path(__file__).parent.parent / "mkdocs.yml").read_text("utf-8").partition("\ntheme:")[2].partition("\nnav:")

    text = (tmp_path / "p/mkdocs.yml").read_text("utf-8")
    assert ours[0] in text
    assert "\n  - Home: index.md\n  - Projects: projects/index.md\n" in text


@pytest.mark.parametrize(("tag", "code"), [("de", 0), ("pt-BR", 0), ("Chinese", 1), ("zh\nx", 1), ("", 1)])
def test_a_language_is_a_tag(tmp_path: Path, run: Run, tag: str, code: int) -> None:
    result = run("init", tmp_path / "p", "--language", tag)

    assert result.exit_code == code, result.output
    assert code == 0 or "is no language" in result.output
    assert (tmp_path / "p").exists() is (code == 0)
