from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.settings.repository import (
    Repository,
    Service,
    pages_url,
    parse_remote,
    path_in_repository,
    raw_url,
    source_url,
    web_url,
)

ADA = Repository("github.com", "ada", "work")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/ada/work", ("github.com", "ada", "work")),
        ("https://github.com/ada/work.git", ("github.com", "ada", "work")),
        ("https://github.com/ada/work/", ("github.com", "ada", "work")),
        ("https://github.com/ada/work.git/", ("github.com", "ada", "work")),
        ("http://github.com/ada/work", ("github.com", "ada", "work")),
        ("HTTPS://GitHub.com/Ada/Work.git", ("github.com", "Ada", "Work")),
        ("https://www.github.com/ada/work", ("github.com", "ada", "work")),
        ("https://ada:ghp_secret@github.com/ada/work.git", ("github.com", "ada", "work")),
        ("https://x-access-token@github.com/ada/work.git", ("github.com", "ada", "work")),
        ("git@github.com:ada/work.git", ("github.com", "ada", "work")),
        ("git@github.com:ada/work", ("github.com", "ada", "work")),
        ("github.com:ada/work.git", ("github.com", "ada", "work")),
        ("ssh://git@github.com/ada/work.git", ("github.com", "ada", "work")),
        ("ssh://git@github.com:22/ada/work.git", ("github.com", "ada", "work")),
        ("ssh://git@ssh.github.com:443/ada/work.git", ("github.com", "ada", "work")),
        ("git@github-private:ada/work.git", ("github.com", "ada", "work")),
        ("git@github.com-private:ada/work.git", ("github.com", "ada", "work")),
        ("git://github.com/ada/work.git", ("github.com", "ada", "work")),
        ("https://github.com/ada/my.work.v2.git", ("github.com", "ada", "my.work.v2")),
        ("https://github.com/ada/ada.github.io", ("github.com", "ada", "ada.github.io")),
        ("https://gitlab.com/group/sub/deep/work.git", ("gitlab.com", "group/sub/deep", "work")),
        ("git@gitlab.com:group/sub/work.git", ("gitlab.com", "group/sub", "work")),
        ("https://git.example.org:8443/ada/work", ("git.example.org:8443", "ada", "work")),
        ("ssh://git@git.example.org:2222/ada/work.git", ("git.example.org", "ada", "work")),
        ("git@github.example.org:ada/work.git", ("github.example.org", "ada", "work")),
        ("  https://github.com/ada/work\n", ("github.com", "ada", "work")),
    ],
)
def test_a_remote_in_any_spelling_names_its_host_owner_and_repository(url: str, expected: tuple[str, str, str]) -> None:
    parsed = parse_remote(url)
    assert parsed == Repository(*expected)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "../work.git",
        "/srv/git/ada/work.git",
        "nas:/srv/git/ada/work.git",
        r"C:\Users\ada\work",
        "C:/Users/ada/work",
        "file:///srv/git/ada/work.git",
        "https://github.com",
        "https://github.com/ada",
        "https://github.com:port/ada/work",
        "https://[github.com/ada/work",
        "just words",
    ],
)
def test_what_is_not_a_repository_on_the_web_is_none(url: str) -> None:
    assert parse_remote(url) is None


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_the_parser_fail(url: str) -> None:
    parsed = parse_remote(url)
    assert parsed is None or (parsed.host and parsed.owner and parsed.name)


NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}[A-Za-z0-9]", fullmatch=True)


@given(NAMES, NAMES, st.sampled_from(["https://github.com/{}/{}.git", "git@github.com:{}/{}.git"]))
@settings(max_examples=100, deadline=None)
def test_the_page_of_a_parsed_remote_parses_to_the_same_repository(owner: str, name: str, form: str) -> None:
    parsed = parse_remote(form.format(owner, name))
    assert parsed is not None
    assert parse_remote(web_url(parsed)) == parsed


@pytest.mark.parametrize(
    ("host", "service"),
    [
        ("github.com", Service.GITHUB),
        ("github.example.org", Service.GITHUB),
        ("acme.ghe.com", Service.GITHUB),
        ("gitlab.com", Service.GITLAB),
        ("gitlab.example.org", Service.GITLAB),
        ("bitbucket.org", Service.BITBUCKET),
        ("codeberg.org", Service.FORGEJO),
        ("git.example.org", Service.OTHER),
    ],
)
def test_the_service_is_told_by_the_host(host: str, service: Service) -> None:
    assert Repository(host, "ada", "work").service is service


@pytest.mark.parametrize(
    ("repository", "path", "expected"),
    [
        pytest.param(ADA, "projects/a.ipynb", "https://github.com/ada/work/blob/main/projects/a.ipynb", id="github"),
        pytest.param(
            Repository("github.com", "ada", "work", "feature/x", PurePosixPath("sites/me")),
            "projects/a b#1.ipynb",
            "https://github.com/ada/work/blob/feature/x/sites/me/projects/a%20b%231.ipynb",
            id="branch with a slash, site in a subfolder",
        ),
        pytest.param(
            Repository("github.com", "ada", "work", folder=PurePosixPath("site")),
            "../data/taxi.csv",
            "https://github.com/ada/work/blob/main/data/taxi.csv",
            id="above the site, inside the repository",
        ),
        pytest.param(ADA, "../elsewhere.csv", "", id="outside the repository"),
        pytest.param(
            ADA,
            "预测/50%?.md",
            "https://github.com/ada/work/blob/main/%E9%A2%84%E6%B5%8B/50%25%3F.md",
            id="chinese, % and ?",
        ),
        pytest.param(ADA, "caf\udce9.md", "https://github.com/ada/work/blob/main/caf%E9.md", id="a name in latin-1"),
        pytest.param(
            Repository("gitlab.com", "group/sub", "work"),
            "a.md",
            "https://gitlab.com/group/sub/work/-/blob/main/a.md",
            id="gitlab",
        ),
        pytest.param(
            Repository("codeberg.org", "ada", "work"),
            "a.md",
            "https://codeberg.org/ada/work/src/branch/main/a.md",
            id="codeberg",
        ),
        pytest.param(Repository("git.example.org", "ada", "work"), "a.md", "", id="a host whose pages nobody knows"),
    ],
)
def test_a_file_has_the_page_that_its_service_shows(repository: Repository, path: str, expected: str) -> None:
    assert source_url(repository, PurePosixPath(path)) == expected


def test_the_bytes_of_a_file_have_an_address_of_their_own() -> None:
    assert raw_url(ADA, PurePosixPath("a b.png")) == "https://github.com/ada/work/raw/main/a%20b.png"
    gitlab = Repository("gitlab.com", "g/s", "work")
    assert raw_url(gitlab, PurePosixPath("a.png")) == "https://gitlab.com/g/s/work/-/raw/main/a.png"


def test_an_absolute_path_is_not_inside_the_repository() -> None:
    assert path_in_repository(ADA, PurePosixPath("/etc/passwd")) is None


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        (Repository("github.com", "Ada", "Work"), "https://ada.github.io/Work/"),
        (Repository("github.com", "Ada", "ada.github.io"), "https://ada.github.io/"),
        (Repository("github.com", "Ada", "Ada.GitHub.io"), "https://ada.github.io/"),
        (Repository("github.com", "ada", "bob.github.io"), "https://ada.github.io/bob.github.io/"),
        (Repository("gitlab.com", "Ada", "work"), "https://ada.gitlab.io/work/"),
        (Repository("gitlab.com", "Group/sub", "work"), "https://group.gitlab.io/sub/work/"),
        (Repository("gitlab.com", "ada", "ada.gitlab.io"), "https://ada.gitlab.io/"),
        (Repository("github.example.org", "ada", "work"), ""),
        (Repository("codeberg.org", "ada", "work"), ""),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.host}/{value.owner}/{value.name}",
)
def test_the_sites_address_follows_from_the_repository(repository: Repository, expected: str) -> None:
    assert pages_url(repository) == expected
