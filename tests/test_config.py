import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from inpublic.errors import InpublicError
from inpublic.settings.config import Config, load_config
from inpublic.settings.parts import Author, CacheLimits, FeedLimits, Newsletter
from inpublic.settings.repository import Repository
from inpublic.settings.sections import Section

ACTIONS = {"GITHUB_REPOSITORY": "Ada/Work"}


def load(root: Path, text: str, **environ: str) -> Config:
    (root / "mkdocs.yml").write_text(text, "utf-8")
    return load_config(root, environ)


def said(root: Path, text: str) -> Config:
    """Load the settings without what else mkdocs.yml holds, which is for the site's engine."""
    return replace(load(root, text), settings=Section())


@pytest.fixture(autouse=True)
def no_repository_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


def test_a_name_is_all_that_has_to_be_said(tmp_path: Path) -> None:
    assert said(tmp_path, "site_name: Ada") == Config(root=tmp_path, site_name="Ada")


def test_everything_can_be_said(tmp_path: Path) -> None:
    text = """
site_name: Ada, learning in public
site_description: Notebooks and what I learned
site_url: https://example.org/me
site_author: Somebody
use_directory_urls: false
repo_url: https://github.com/ada/work
theme: {name: material, language: zh}
extra:
  generator: false
  inpublic:
    author:
      name: Ada Quill
      headline: Learning data science
      intro: |
        I share *all* of it.
      email: ada@example.org
      links: {GitHub: "https://github.com/ada", Mail: "mailto:ada@example.org"}
    badges: [github, colab]
    feed: {items: 10, kilobytes: 500}
    cache: {megabytes: 300, days: 7}
    newsletter: {url: "https://news.example.org/ada", form: true, field: address}
    home: false
"""
    assert said(tmp_path, text) == Config(
        root=tmp_path,
        site_name="Ada, learning in public",
        site_description="Notebooks and what I learned",
        site_url="https://example.org/me/",
        language="zh",
        directory_urls=False,
        author=Author(
            "Ada Quill",
            "Learning data science",
            "I share *all* of it.",
            "ada@example.org",
            (("GitHub", "https://github.com/ada"), ("Mail", "mailto:ada@example.org")),
        ),
        repository=Repository("github.com", "ada", "work"),
        badges=("github", "colab"),
        feed=FeedLimits(10, 500),
        cache=CacheLimits(300, 7),
        newsletter=Newsletter("https://news.example.org/ada", form=True, field="address"),
        home=False,
    )


def test_an_author_and_a_newsletter_can_be_a_single_word(tmp_path: Path) -> None:
    text = "site_name: A\ntheme: material\nextra: {inpublic: {author: Ada, newsletter: 'https://example.org/n'}}"
    config = load(tmp_path, text)
    assert config.author == Author("Ada")
    assert config.newsletter == Newsletter("https://example.org/n")


def test_what_is_left_blank_is_the_default(tmp_path: Path) -> None:
    text = """
site_name: A
site_url:
theme:
extra:
  inpublic:
    author: {name: , links: }
    badges:
    feed: {items: }
    newsletter: {url: ""}
    home:
"""
    assert said(tmp_path, text) == Config(root=tmp_path, site_name="A")


def test_the_ordinary_author_stands_in_for_our_own(tmp_path: Path) -> None:
    assert load(tmp_path, "site_name: A\nsite_author: Ada").author == Author("Ada")


# The site's address


@pytest.mark.parametrize(
    ("said", "environ", "expected"),
    [
        pytest.param(
            "https://example.org", {"SITE_URL": "https://b.org/"}, "https://example.org/", id="mkdocs.yml wins"
        ),
        pytest.param("", {"SITE_URL": "https://b.org/x"}, "https://b.org/x/", id="then the environment"),
        pytest.param(
            "", {"INPUBLIC_SITE_URL": "https://a.org", "SITE_URL": "https://b.org"}, "https://a.org/", id="ours first"
        ),
        pytest.param("", {"SITE_URL": "", **ACTIONS}, "https://ada.github.io/Work/", id="then the repository"),
        pytest.param("!ENV [SITE_URL, '']", ACTIONS, "https://ada.github.io/Work/", id="a tag without an answer"),
        pytest.param(
            "!ENV [SITE_URL, '']", {"SITE_URL": "https://b.org/x", **ACTIONS}, "https://b.org/x/", id="a tag with one"
        ),
        pytest.param(
            "", {"GITHUB_REPOSITORY": "Ada/ada.github.io"}, "https://ada.github.io/", id="the owner's own site"
        ),
        pytest.param("", {}, "", id="nothing is known"),
    ],
)
def test_the_sites_address_is_found_without_editing(
    tmp_path: Path, said: str, environ: dict[str, str], expected: str
) -> None:
    assert load(tmp_path, f"site_name: A\nsite_url: {said}", **environ).site_url == expected


def test_a_fork_has_an_address_of_its_own(tmp_path: Path) -> None:
    for arguments in (["init", "-q"], ["remote", "add", "origin", "git@github.com:Bob/Fork.git"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    assert load(tmp_path, "site_name: A").site_url == "https://bob.github.io/Fork/"


def test_a_wrong_address_in_the_environment_names_its_variable(tmp_path: Path) -> None:
    with pytest.raises(InpublicError, match=r"SITE_URL is «example\.org» in the environment"):
        load(tmp_path, "site_name: A", SITE_URL="example.org")


# What is wrong


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "mkdocs.yml: site_name is missing", "site_name: Ada Quill"),
        ("site_name: ", "mkdocs.yml: site_name is missing", "site_name: Ada Quill"),
        ("site_name: 2024", "mkdocs.yml:1: site_name is «2024», but it has to be text", 'site_name: "2024"'),
        ("site_name: A\nsite_url: example.org", "mkdocs.yml:2: site_url is «example.org», but it has to", "empty"),
        ("site_name: A\nsite_url: 'https://['", "mkdocs.yml:2: site_url is «https://[», but it has to", "empty"),
        ("site_name: A\ndocs_dir: pages", "mkdocs.yml:2: docs_dir is «pages», but it has to be docs", "Take the line"),
        (
            "site_name: A\nuse_directory_urls: maybe",
            "mkdocs.yml:2: use_directory_urls is «maybe», but it",
            ": true` or",
        ),
        ("site_name: [x]", 'mkdocs.yml:1: site_name is «["x"]», but it has to be text', "one line"),
        ("site_name: A\nsite_dir: [x]", 'mkdocs.yml:2: site_dir is «["x"]», but it has to be the name', "site/"),
        ("site_name: A\nextra: 7", "mkdocs.yml:2: extra is «7», but it has to be a section", "below it"),
    ],
)
def test_a_fault_names_its_line_and_value_and_says_what_to_do(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    with pytest.raises(InpublicError) as caught:
        load(tmp_path, text)
    [problem] = caught.value.problems
    assert str(problem).startswith(message)
    assert hint in problem.hint


OWN = "site_name: A\nextra:\n  inpublic:\n    "


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("feeds: {}", "mkdocs.yml:4: extra.inpublic.feeds is an unknown setting", "Did you mean «feed»?"),
        ("zzz: 1", "mkdocs.yml:4: extra.inpublic.zzz is an unknown setting", "Known are: author, badges, feed"),
        ("feed:\n      item: 3", "mkdocs.yml:5: extra.inpublic.feed.item is an unknown setting", "«items»?"),
        (
            "feed: {items: many}",
            "mkdocs.yml:4: extra.inpublic.feed.items is «many», but it has to be a whole",
            "items: 50",
        ),
        ("feed: {items: 0}", "mkdocs.yml:4: extra.inpublic.feed.items is «0», but it has to be a whole", "items: 50"),
        ("feed: {items: true}", "mkdocs.yml:4: extra.inpublic.feed.items is «true», but", "items: 50"),
        ("feed: 9", "mkdocs.yml:4: extra.inpublic.feed is «9», but it has to be a section", "below it"),
        ("badges: [colab, git hub]", "mkdocs.yml:4: extra.inpublic.badges holds «git hub», which is", "«github»?"),
        ("badges: colab", "mkdocs.yml:4: extra.inpublic.badges is «colab», but it has to be a list", "[colab, binder"),
        ("author: {email: ada}", "mkdocs.yml:4: extra.inpublic.author.email is «ada», but it is no e-mail", "ada@"),
        (
            "author: {name: [Ada]}",
            'mkdocs.yml:4: extra.inpublic.author.name is «["Ada"]», but it has to be text',
            "line",
        ),
        (
            "author: {links: {X: 'javascript:alert(1)'}}",
            "mkdocs.yml:4: extra.inpublic.author.links.X is «javas",
            "https",
        ),
        (
            "newsletter: sign up",
            "mkdocs.yml:4: extra.inpublic.newsletter.url is «sign up», but it has to be an",
            "https",
        ),
        ("allow: {f-0: ''}", "mkdocs.yml:4: extra.inpublic.allow.f-0 is «», but it has to be a reason", "a manual"),
        ("allow: {f-0: 3}", "mkdocs.yml:4: extra.inpublic.allow.f-0 is «3», but it has to be a reason", "a manual"),
        ("allow: {f-0: {why: x}}", "mkdocs.yml:4: extra.inpublic.allow.f-0 is «a section», but it has", "a manual"),
        ("allow: [f-0]", 'mkdocs.yml:4: extra.inpublic.allow is «["f-0"]», but it has to be names with', "a manual"),
        ("allow: [f-0: x]", 'mkdocs.yml:4: extra.inpublic.allow is «["…"]», but it has to be names with', "a manual"),
        ("allow: 5", "mkdocs.yml:4: extra.inpublic.allow is «5», but it has to be names with", "a manual"),
        (
            "limits: {megapixel: 9}",
            "mkdocs.yml:4: extra.inpublic.limits.megapixel is an unknown setting",
            "megapixels",
        ),
        (
            "limits: {megapixels: 0}",
            "mkdocs.yml:4: extra.inpublic.limits.megapixels is «0», but it has",
            "megapixels: 50",
        ),
        ("home: 1", "mkdocs.yml:4: extra.inpublic.home is «1», but it has to be true or false", "home: true"),
    ],
)
def test_our_own_settings_are_checked(tmp_path: Path, text: str, message: str, hint: str) -> None:
    with pytest.raises(InpublicError) as caught:
        load(tmp_path, OWN + text)
    [problem] = caught.value.problems
    assert str(problem).startswith(message)
    assert hint in problem.hint


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = "use_directory_urls: x\nsite_dir: docs\n" + OWN + "feed: {items: 0, kilobytes: x}\n    homes: 1\n"
    with pytest.raises(InpublicError, match=r"5 things in mkdocs\.yml must be mended") as caught:
        load(tmp_path, text)
    assert [problem.line for problem in caught.value.problems] == [1, 2, 6, 6, 7]


@pytest.mark.parametrize(
    ("site", "lost"),
    [
        ("docs", "docs/"),
        ("docs/site", "docs/"),
        ("projects", "projects/"),
        ("projects/x/site", "projects/"),
        (".", "the whole portfolio"),
        ("..", "the whole portfolio"),
        ("/", "the whole portfolio"),
        ("''", "the whole portfolio"),
        (".git", ".git/"),
        (".inpublic/site", ".inpublic/"),
        ("link", "docs/"),
    ],
)
def test_a_site_is_never_built_into_the_learners_work(tmp_path: Path, site: str, lost: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "link").symlink_to("docs")
    with pytest.raises(InpublicError) as caught:
        load(tmp_path, f"site_name: A\nsite_dir: {site}\n")
    [problem] = caught.value.problems
    assert str(problem).startswith("mkdocs.yml:2: site_dir is «")
    assert problem.message.endswith(f"a build there would empty {lost}")


@pytest.mark.parametrize("site", ["site", "public/site", "../elsewhere", "~", "docs-site", ""])
def test_a_site_may_have_any_other_folder(tmp_path: Path, site: str) -> None:
    assert load(tmp_path, f"site_name: A\nsite_dir: {site}\n").site_name == "A"


@pytest.mark.parametrize(("link", "target"), [("docs", "projects"), ("docs", "projects/x"), ("projects", "docs")])
def test_pages_are_never_written_among_the_learners_work(tmp_path: Path, link: str, target: str) -> None:
    (tmp_path / target).mkdir(parents=True)
    (tmp_path / link).symlink_to(target)
    with pytest.raises(InpublicError) as caught:
        load(tmp_path, "site_name: A")
    assert str(caught.value.problems[0]) == "docs: this is, by a link, in one folder with projects/"


def test_an_address_of_the_environment_is_masked_where_it_holds_a_password(tmp_path: Path) -> None:
    with pytest.raises(InpublicError) as caught:
        load(tmp_path, "site_name: A", SITE_URL="ftp://ada:Tr0ub4dor-and-3@example.org/")
    assert "Tr0ub4dor" not in caught.value.message


def test_a_missing_file_says_how_to_start(tmp_path: Path) -> None:
    with pytest.raises(InpublicError) as caught:
        load_config(tmp_path, {})
    assert caught.value.message.startswith("there is no mkdocs.yml in")
    assert "inpublic init" in caught.value.hint


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_bytes("site_name: Größe".encode("latin-1"))
    with pytest.raises(InpublicError) as caught:
        load_config(tmp_path, {})
    assert list(map(str, caught.value.problems)) == ["mkdocs.yml:1: is not UTF-8 text"]


def test_a_folder_in_its_place_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").mkdir()
    with pytest.raises(InpublicError) as caught:
        load_config(tmp_path, {})
    assert "mkdocs.yml: cannot be read" in str(caught.value.problems[0])


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeffsite_name: A").site_name == "A"


def test_anchors_and_merged_keys_work_as_in_mkdocs(tmp_path: Path) -> None:
    text = (
        "site_name: A\nbase: &base {headline: H, email: a@b.c}\nextra: {inpublic: {author: {<<: *base, email: x@y.z}}}"
    )
    assert load(tmp_path, text).author == Author(headline="H", email="x@y.z")
