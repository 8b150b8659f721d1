"""Starts things: a learner's own repository, and a new project in it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from markupsafe import Markup

from inpublic.errors import InpublicError
from inpublic.languages import ENGLISH, Words, words
from inpublic.records.slug import slugify
from inpublic.starters import Starter, starter
from inpublic.template import render

PACKAGE = Path(__file__).parent

COPIED = (
    "pyproject.toml",
    "constraints.txt",
    "Makefile",
    "LICENSE",
    "mkdocs.yml",
    ".gitignore",
    ".gitattributes",
    ".editorconfig",
    ".github/workflows/publish.yml",
)
"""What a learner's repository takes over from ours; pyproject.toml puts the same files into the wheel."""

_NOT_COPIED = shutil.ignore_patterns("__pycache__", "starter")
Sections = tuple[tuple[str, str], ...]
_SECTIONS: Sections = (
    ("What is asked", "Say in one or two sentences what you want to know, and what a good answer would change."),
    ("The data", "Where does it come from, what does a row mean, and what is missing?"),
    ("A baseline", "What would the simplest possible answer be, and how good is it?"),
    ("The work", ""),
    ("The result", "What came out, compared with the baseline?"),
    ("What I learned", "What went wrong, and what would you do next?"),
)


def init_site(target: Path, *, name: str = "", language: str = ENGLISH) -> tuple[Path, ...]:
    """Make a portfolio of one's own in a new or empty folder; return the files that were made.

    `language` is a BCP 47 tag. Raises InpublicError for another word, and when the folder holds anything but a `.git`.
    """
    _refuse_no_tag(language)
    _refuse_full(target)
    target.mkdir(parents=True, exist_ok=True)
    for path in COPIED:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_starter() / path, target / path)
    shutil.copytree(PACKAGE, target / "scripts" / "inpublic", ignore=_NOT_COPIED)
    shutil.copytree(PACKAGE / "welcome", target / "projects" / "welcome")
    _personalise(target, " ".join(name.split()), language)
    _init_git(target)
    return tuple(
        sorted(path for path in target.rglob("*") if path.is_file() and ".git" not in path.relative_to(target).parts)
    )


def new_project(projects: Path, name: str, *, language: str = ENGLISH) -> tuple[Path, ...]:
    """Start a project with a write-up and a notebook; raises InpublicError rather than overwrite anything.

    `language` is the site's, in which they are begun where we have words for it.
    """
    title = _title(name)
    slug = slugify(title)
    folder = projects / slug
    if folder.exists():
        raise InpublicError(f"{folder} is there already", "Choose another name, or go on with the one that is there.")
    if not projects.parent.joinpath("mkdocs.yml").is_file():
        raise InpublicError(
            f"{projects.parent} is no portfolio: it has no mkdocs.yml", "Start one with `inpublic init FOLDER`."
        )
    folder.mkdir(parents=True)
    readme, notebook = folder / "README.md", folder / f"{slug}.ipynb"
    own = starter(language)
    sections = own.sections if own else _SECTIONS
    readme.write_text(_write_up(title, slug, own), "utf-8")
    notebook.write_text(json.dumps(_notebook(title, sections), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return readme, notebook


def _write_up(title: str, slug: str, own: Starter | None) -> str:
    quoted = json.dumps(title, ensure_ascii=False)
    if own:
        return own.begun(title=title, quoted=quoted, slug=slug)
    return render("new_readme.md.j2", title=Markup(title), quoted=Markup(quoted), slug=slug)  # noqa: S704 - as below


def _title(name: str) -> str:
    """Return the title on one line; raises InpublicError where a path or nothing stands in its place."""
    title = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    hint = 'Give it a title in words: `inpublic new "Predict taxi fares"`.'
    if not slugify(title, fallback=""):
        raise InpublicError(f"«{title}» has no letter or digit that its address could be made of", hint)
    if _PATH.match(title):
        raise InpublicError(f"«{title}» is a path, and new projects always start in projects/", hint)
    return title


_PATH = re.compile(r"[/\\~]|[A-Za-z]:[/\\]|\.{1,2}[/\\]|.*[/\\]\.\.(?:[/\\]|\Z)|projects/")


def _refuse_full(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise InpublicError(f"{target} is a file", "Name a folder that is not there yet.")
    found = sorted(path.name for path in target.iterdir() if path.name != ".git") if target.exists() else []
    if found:
        shown = ", ".join(found[:3]) + (", …" if len(found) > 3 else "")
        raise InpublicError(f"{target} is not empty: it holds {shown}", "Name a folder that is new or empty.")


def _refuse_no_tag(language: str) -> None:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", language):
        raise InpublicError(f"«{language}» is no language", "Write its tag, such as `--language zh` for Chinese.")


def _starter() -> Path:
    """Find the files to copy: in a wheel beside the package's modules, in a checkout at its root."""
    inside = PACKAGE / "starter"
    return inside if inside.is_dir() else PACKAGE.parent.parent


def _personalise(target: Path, name: str, language: str) -> None:
    settings, text = target / "mkdocs.yml", words(language)
    described = text("start.description_by", name=name) if name else text("start.description")
    yaml = _LATER.sub("", settings.read_text("utf-8"))
    for key, value in (
        ("site_name", name or text("start.unnamed")),
        ("site_author", name),
        ("site_description", described),
        ("headline", text("start.headline")),
        ("intro", text("start.intro")),
    ):
        yaml = _set(yaml, key, value)
    settings.write_text(_translated(yaml, text, language), "utf-8")
    (target / "docs").mkdir()
    # Markup: the learner's own words in the learner's own Markdown files, which nothing has to protect from them.
    about = render("starter_about.md.j2", name=Markup(name or text("start.me")), words=text)  # noqa: S704 - see above
    (target / "docs" / "about.md").write_text(about, "utf-8")
    readme = render("starter_readme.md.j2", name=Markup(name or text("start.unnamed")))  # noqa: S704 - see above
    (target / "README.md").write_text(readme, "utf-8")
    if own := starter(language):
        _retell(target, own, name or text("start.unnamed"))


def _retell(target: Path, own: Starter, name: str) -> None:
    """Put what a learner reads and changes first into their language; code and workflows stay as they are."""
    settings, notebook = target / "mkdocs.yml", target / "projects" / "welcome" / "welcome.ipynb"
    settings.write_text(own.commented(settings.read_text("utf-8")), "utf-8")
    notebook.write_text(own.retold(notebook.read_text("utf-8")), "utf-8")
    notebook.with_name("README.md").write_text(own.welcome, "utf-8")
    (target / "README.md").write_text(own.readme.replace("{name}", name), "utf-8")


def _translated(yaml: str, text: Words, language: str) -> str:
    """Write the language of the site, and all names in the settings that its pages show, in it."""
    said = {label: text(key) for label, key in _LABELS.items()}
    yaml = re.sub(r"(?m)^(  language: )en\b", rf"\g<1>{language}", yaml)
    yaml = re.sub(r"(?m)^(  - )(\w+)(?=: \S+\.md)", lambda match: match[1] + said.get(match[2], match[2]), yaml)
    return re.sub(r"(?<=name: )(Switch to \w+ mode)", lambda match: said[match[1]], yaml)


_LABELS = MappingProxyType(
    {
        "Home": "start.home",
        "Projects": "projects.title",
        "Skills": "skills.title",
        "Resume": "resume.title",
        "About": "start.about",
        "Subscribe": "subscribe.title",
        "Switch to dark mode": "start.dark",
        "Switch to light mode": "start.light",
    }
)
"""The names in our mkdocs.yml that a new site shows, and the texts that they are."""


_LATER = re.compile(r"^  - (?:Learning:\n(?: {6}.*\n)+|Results: .*\n)", re.MULTILINE)
"""Lines of the menu that lead to pages with nothing on them yet; the guide has them."""


def _set(text: str, key: str, value: str) -> str:
    """Give one key of the YAML text a new value, keeping its comment; a value over several lines becomes one."""
    pattern = re.compile(rf"^( *){key}:[^#\n]*(#[^\n]*)?(?:\n\1 +[^\n]+)*$", re.MULTILINE)

    def replace(match: re.Match[str]) -> str:
        comment = f"  {match[2]}" if match[2] else ""
        return f"{match[1]}{key}: {json.dumps(value, ensure_ascii=False)}{comment}"

    return pattern.sub(replace, text, count=1)


def _init_git(target: Path) -> None:
    """Make it a git repository, unless it is inside one or git is not there."""
    try:
        inside = subprocess.run(["git", "-C", target, "rev-parse", "--git-dir"], capture_output=True, check=False)  # noqa: S603, S607 - git, wherever it is
        if inside.returncode:
            subprocess.run(["git", "init", "-q", "-b", "main", target], capture_output=True, check=False)  # noqa: S603, S607 - as above
    except OSError:
        return


def _notebook(title: str, sections: Sections) -> dict[str, object]:
    return {
        "cells": list(_cells(title, sections)),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cells(title: str, sections: Sections) -> Iterator[dict[str, object]]:
    texts = [f"# {title}", *(f"## {heading}\n\n{text}".rstrip() for heading, text in sections)]
    for number, text in enumerate(texts):
        yield {"cell_type": "markdown", "id": f"text-{number}", "metadata": {}, "source": text}
        if number in (2, 3, 4):
            yield {
                "cell_type": "code",
                "id": f"code-{number}",
                "execution_count": None,
                "metadata": {},
                "outputs": [],
                "source": "",
            }
