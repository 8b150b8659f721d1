from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.errors import Severity
from inpublic.pages.badges import BADGES, Target, make_badges, repository_problems
from inpublic.settings.config import Config
from inpublic.settings.repository import Repository

ADA = Repository("github.com", "ada", "work")
COLAB = "https://colab.research.google.com/github/"
KAGGLE = "https://kaggle.com/kernels/welcome?src=https%3A%2F%2Fgithub.com%2F"


def url(name: str, repository: Repository | None, path: str, download: str = "") -> str | None:
    badge = BADGES[name](Target(PurePosixPath(path), repository, download))
    return badge.url if badge else None


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("colab", "projects/taxi/eda.ipynb", f"{COLAB}ada/work/blob/main/projects/taxi/eda.ipynb"),
        ("colab", "projects/taxi fares.ipynb", f"{COLAB}ada/work/blob/main/projects/taxi%20fares.ipynb"),
        ("colab", "projects/#1.ipynb", f"{COLAB}ada/work/blob/main/projects/%231.ipynb"),
        ("colab", "projects/100%.ipynb", f"{COLAB}ada/work/blob/main/projects/100%25.ipynb"),
        ("colab", "projects/why?.ipynb", f"{COLAB}ada/work/blob/main/projects/why%3F.ipynb"),
        ("colab", "projects/a&b=c+d.ipynb", f"{COLAB}ada/work/blob/main/projects/a%26b%3Dc%2Bd.ipynb"),
        ("colab", "预测/车费.ipynb", f"{COLAB}ada/work/blob/main/%E9%A2%84%E6%B5%8B/%E8%BD%A6%E8%B4%B9.ipynb"),
        ("colab", "projects/🚕.ipynb", f"{COLAB}ada/work/blob/main/projects/%F0%9F%9A%95.ipynb"),
        ("colab", "projects/UPPER.IPYNB", f"{COLAB}ada/work/blob/main/projects/UPPER.IPYNB"),
        ("colab", "projects/taxi/README.md", None),
        ("binder", "projects/a b.ipynb", "https://mybinder.org/v2/gh/ada/work/main?labpath=projects%2Fa%20b.ipynb"),
        ("binder", "p/#1&2.ipynb", "https://mybinder.org/v2/gh/ada/work/main?labpath=p%2F%231%262.ipynb"),
        ("binder", "projects/a.md", None),
        ("kaggle", "projects/a.ipynb", f"{KAGGLE}ada%2Fwork%2Fblob%2Fmain%2Fprojects%2Fa.ipynb"),
        ("kaggle", "p/a b.ipynb", f"{KAGGLE}ada%2Fwork%2Fblob%2Fmain%2Fp%2Fa%2520b.ipynb"),
        ("kaggle", "projects/a.md", None),
        ("github", "projects/a b.ipynb", "https://github.com/ada/work/blob/main/projects/a%20b.ipynb"),
        ("github", "projects/a.md", "https://github.com/ada/work/blob/main/projects/a.md"),
    ],
)
def test_a_badge_leads_to_the_file_on_its_service(name: str, path: str, expected: str | None) -> None:
    assert url(name, ADA, path) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("colab", f"{COLAB}ada/work/blob/feature/x%231/me/a.ipynb"),
        ("binder", "https://mybinder.org/v2/gh/ada/work/feature%2Fx%231?labpath=me%2Fa.ipynb"),
        ("kaggle", f"{KAGGLE}ada%2Fwork%2Fblob%2Ffeature%2Fx%25231%2Fme%2Fa.ipynb"),
        ("github", "https://github.com/ada/work/blob/feature/x%231/me/a.ipynb"),
    ],
)
def test_a_branch_with_a_slash_and_a_site_in_a_subfolder_are_spelled_as_each_service_reads_them(
    name: str, expected: str
) -> None:
    assert url(name, Repository("github.com", "ada", "work", "feature/x#1", PurePosixPath("me")), "a.ipynb") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("colab", None),
        ("kaggle", None),
        ("binder", "https://mybinder.org/v2/gl/group%2Fsub%2Fwork/main?labpath=a.ipynb"),
        ("github", "https://gitlab.com/group/sub/work/-/blob/main/a.ipynb"),
        ("download", "a.ipynb"),
    ],
)
def test_gitlab_has_binder_its_source_and_the_download(name: str, expected: str | None) -> None:
    assert url(name, Repository("gitlab.com", "group/sub", "work"), "a.ipynb", "a.ipynb") == expected


def test_the_source_badge_says_which_service_it_leads_to() -> None:
    badges = [
        BADGES["github"](Target(PurePosixPath("a.md"), Repository(host, "ada", "work")))
        for host in ("github.example.org", "gitlab.com", "codeberg.org", "git.example.org")
    ]
    seen = [badge and (badge.name, badge.label) for badge in badges]
    assert seen == [("github", "View on GitHub"), ("gitlab", "View on GitLab"), ("codeberg", "View on Codeberg"), None]


def test_without_a_repository_there_is_only_the_download() -> None:
    badges = make_badges(tuple(BADGES), Target(PurePosixPath("a.ipynb"), None, "../a.ipynb"))
    assert [(badge.name, badge.label, badge.url) for badge in badges] == [
        ("download", "Download the notebook", "../a.ipynb")
    ]


def test_badges_come_in_the_order_asked_for() -> None:
    badges = make_badges(("github", "download", "colab"), Target(PurePosixPath("a.ipynb"), ADA, "a.ipynb"))
    assert [badge.name for badge in badges] == ["github", "download", "colab"]


def test_colab_comes_first_unless_somebody_says_otherwise() -> None:
    assert Config(Path()).badges == ("colab", "binder", "kaggle", "github", "download")


@pytest.mark.parametrize("name", ["colab", "binder", "kaggle", "github"])
def test_a_file_outside_of_the_repository_has_no_badge(name: str) -> None:
    assert url(name, ADA, "../a.ipynb") is None


PATHS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1).filter(
        lambda part: part not in {".", ".."}
    ),
    min_size=1,
    max_size=4,
).map(lambda parts: "/".join(parts) + ".ipynb")


@given(PATHS)
@settings(max_examples=100, deadline=None)
def test_every_service_reads_back_the_path_it_was_given(path: str) -> None:
    found = {name: urlsplit(url(name, ADA, path) or "") for name in ("colab", "binder", "kaggle", "github")}
    assert unquote(found["colab"].path) == f"/github/ada/work/blob/main/{path}"
    assert unquote(found["github"].path) == f"/ada/work/blob/main/{path}"
    assert parse_qs(found["binder"].query)["labpath"] == [path]
    (source,) = parse_qs(found["kaggle"].query)["src"]
    assert unquote(urlsplit(source).path) == f"/ada/work/blob/main/{path}"
    assert not any(parts.fragment for parts in found.values())


ALL = tuple(BADGES)


GITLAB, ELSEWHERE = Repository("gitlab.com", "a", "b"), Repository("git.example.org", "a", "b")


@pytest.mark.parametrize(
    ("repository", "names", "words"),
    [
        pytest.param(
            None, ALL, "no repository is known, so there are no badges for Colab, Binder, Kaggle and Git", id="none"
        ),
        pytest.param(GITLAB, ALL, "on gitlab.com, so there are no badges for Colab and Kaggle", id="gitlab"),
        pytest.param(GITLAB, ("colab", "binder"), "on gitlab.com, so there are no badges for Colab", id="one lost"),
        pytest.param(ELSEWHERE, ALL, "on git.example.org, so there are no badges for Colab, Binder, Kag", id="another"),
        pytest.param(Repository("github.com", "a", "b", "x/y"), ALL, 'the branch is called "x/y"', id="a slash"),
    ],
)
def test_badges_that_cannot_lead_anywhere_are_one_warning(
    repository: Repository | None, names: tuple[str, ...], words: str
) -> None:
    (problem,) = repository_problems(repository, names)
    assert words in problem.message
    assert problem.hint
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("repository", "names"),
    [
        pytest.param(ADA, ALL, id="github.com"),
        pytest.param(None, ("download",), id="nobody asked for a service"),
        pytest.param(GITLAB, ("binder", "github"), id="gitlab without Colab"),
        pytest.param(Repository("github.com", "a", "b", "x/y"), ("github",), id="a slash without Colab"),
    ],
)
def test_nothing_is_said_when_every_badge_has_its_address(
    repository: Repository | None, names: tuple[str, ...]
) -> None:
    assert list(repository_problems(repository, names)) == []
