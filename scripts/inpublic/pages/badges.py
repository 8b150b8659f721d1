"""Badges: the services that open a notebook, each a function from a file to its address there.

A new badge is one function and one line in `BADGES`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from msgspec import Struct, field

from inpublic.errors import Problem, Severity
from inpublic.languages import ENGLISH, Words, words
from inpublic.settings.repository import Repository, path_in_repository, quote_path, source_url


class Badge(Struct, frozen=True):
    """Holds a link with a picture: `name` tells which picture, `label` what the link does."""

    name: str
    label: str
    url: str


class Target(Struct, frozen=True):
    """Holds the file that badges lead to, by its path from the site's folder.

    `download` is the address of the site's own copy, relative to the page; empty when there is none.
    """

    path: PurePosixPath
    repository: Repository | None = None
    download: str = ""
    words: Words = field(default_factory=lambda: words(ENGLISH))


def make_badges(names: Collection[str], target: Target) -> tuple[Badge, ...]:
    """Make those of the named badges that fit the target, in the order of `names`."""
    badges = (BADGES[name](target) for name in names)
    return tuple(badge for badge in badges if badge)


def colab(target: Target) -> Badge | None:
    """Open a notebook in Colab, which reads it from github.com."""
    place = _notebook_at(target, "github.com")
    if place is None:
        return None
    url = f"https://colab.research.google.com/github/{_blob(*place)}"
    return Badge("colab", target.words("badge.colab"), url)


def binder(target: Target) -> Badge | None:
    """Run a notebook on mybinder.org, with the packages that the repository's own files name."""
    place = _notebook_at(target, "github.com", "gitlab.com")
    if place is None:
        return None
    repository, path = place
    # On GitLab the owner may hold subgroups: Binder takes the whole name as one segment.
    gitlab = repository.host == "gitlab.com"
    name = quote_path(f"{repository.owner}/{repository.name}", safe="" if gitlab else "/")
    branch = quote_path(repository.branch, safe="")
    url = f"https://mybinder.org/v2/{'gl' if gitlab else 'gh'}/{name}/{branch}?labpath={quote_path(path, safe='')}"
    return Badge("binder", target.words("badge.binder"), url)


def kaggle(target: Target) -> Badge | None:
    """Open a copy of a notebook on Kaggle, which reads it from github.com."""
    place = _notebook_at(target, "github.com")
    if place is None:
        return None
    source = quote_path(f"https://github.com/{_blob(*place)}", safe="")
    label = target.words("badge.kaggle")
    return Badge("kaggle", label, f"https://kaggle.com/kernels/welcome?src={source}")


def github(target: Target) -> Badge | None:
    """Show the source on GitHub, or on whichever service the repository is."""
    url = source_url(target.repository, target.path) if target.repository else ""
    if target.repository is None or not url:
        return None
    service = target.repository.service.value
    return Badge(service.lower(), target.words("badge.source", service=service), url)


def download(target: Target) -> Badge | None:
    """Save the site's own copy of the file, which needs no repository and no other host."""
    label = target.words("badge.download_notebook" if _is_notebook(target) else "badge.download_file")
    return Badge("download", label, target.download) if target.download else None


BADGES: Mapping[str, Callable[[Target], Badge | None]] = MappingProxyType(
    {"colab": colab, "binder": binder, "kaggle": kaggle, "github": github, "download": download}
)


def repository_problems(repository: Repository | None, names: Collection[str]) -> Iterator[Problem]:
    """Yield one warning when some of the named badges cannot lead anywhere, or not surely."""
    example = Target(PurePosixPath("example.ipynb"), repository, "example.ipynb")
    lost = [name for name in names if BADGES[name](example) is None]
    if repository is None and lost:
        yield _warning(
            f"no repository is known, so there are no badges for {_listed(lost)}",
            "Push the site to GitHub, or say where it is with `repo_url: https://github.com/YOU/REPOSITORY`.",
        )
    elif repository and lost:
        yield _warning(
            f"the repository is on {repository.host}, so there are no badges for {_listed(lost)}",
            "Set `repo_url` to a copy on github.com, or take them out of `extra: inpublic: badges`.",
        )
    elif repository and "/" in repository.branch and "colab" in names:
        yield _warning(
            f'the branch is called "{repository.branch}": Colab may take what follows its slash for a folder',
            "Publish from a default branch without a slash in its name, such as main.",
        )


def _warning(message: str, hint: str) -> Problem:
    return Problem("mkdocs.yml", message, hint, severity=Severity.WARNING)


def _listed(names: list[str]) -> str:
    *most, last = [name.capitalize() if name != "github" else "GitHub" for name in names]
    return f"{', '.join(most)} and {last}" if most else last


def _is_notebook(target: Target) -> bool:
    return target.path.suffix.lower() == ".ipynb"


def _notebook_at(target: Target, *hosts: str) -> tuple[Repository, PurePosixPath] | None:
    """Return the repository and the notebook's path in it, if the repository is on one of the hosts."""
    if target.repository is None or target.repository.host not in hosts or not _is_notebook(target):
        return None
    path = path_in_repository(target.repository, target.path)
    return None if path is None else (target.repository, path)


def _blob(repository: Repository, path: PurePosixPath) -> str:
    name = f"{quote_path(repository.owner)}/{quote_path(repository.name)}"
    return f"{name}/blob/{quote_path(repository.branch)}/{quote_path(path)}"
