from __future__ import annotations

import runpy
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
import yaml
from markdown import Markdown
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from inpublic.outputs.feeds import feeds
from inpublic.outputs.subscribe import subscribe
from inpublic.settings.config import Config
from inpublic.settings.parts import Newsletter
from inpublic.website import Website

site = runpy.run_path(str(Path(__file__).with_name("feedsite.py")))
CONFIG: Config = site["CONFIG"]
make_project, make_website = site["make_project"], site["make_website"]
FEED = "https://ada.example/portfolio/feed.xml"
FORM = Newsletter("https://letters.example/join?a=1&b=2", form=True, field="EMAIL")


def text_of(website: Website) -> str:
    [file] = subscribe(website)
    assert file.path == PurePosixPath("subscribe/index.md")
    assert isinstance(file.read(), bytes)
    return file.read().decode()


def page_of(website: Website) -> LexborHTMLParser:
    """Render the page as both site engines do, with Python-Markdown."""
    _, _, body = text_of(website).split("---\n", 2)
    return LexborHTMLParser(Markdown(extensions=["toc"]).convert(body))


def hrefs(page: LexborHTMLParser) -> dict[str, str]:
    return {link.text(): link.attributes["href"] or "" for link in page.css("a")}


@pytest.fixture
def website() -> Website:
    projects = [make_project("taxi", tags=("pandas", "<C++>")), make_project("flights", 1, tags=("pandas",))]
    return make_website(*projects, config=replace(CONFIG, newsletter=FORM))


def test_the_front_matter_is_yaml_whatever_the_name_of_the_site() -> None:
    name = 'Ada: "notes" # <1>'
    text = text_of(make_website(config=replace(CONFIG, site_name=name)))
    facts = yaml.safe_load(text.split("---\n")[1])
    assert facts["title"] == "Subscribe"
    assert facts["description"] == f"Follow {name} with a feed reader."


def test_each_format_has_its_address_to_copy_and_a_link(website: Website) -> None:
    page = page_of(website)
    assert [code.text() for code in page.css("code[data-copy]")] == [
        FEED,
        "https://ada.example/portfolio/atom.xml",
        "https://ada.example/portfolio/feed.json",
    ]
    links = hrefs(page)
    assert links["Look at the RSS file"] == "../feed.xml"
    assert links["Look at the Atom file"] == "../atom.xml"
    assert links["Look at the JSON Feed file"] == "../feed.json"


@pytest.mark.parametrize("directory_urls", [True, False], ids=["folders", "files"])
def test_every_relative_link_leads_to_a_feed_that_is_written(website: Website, directory_urls: bool) -> None:
    website = replace(website, config=replace(website.config, directory_urls=directory_urls))
    written = {file.path.as_posix() for file in feeds(website)}
    here = "https://ada.example/portfolio/subscribe/" + ("" if directory_urls else "index.html")
    local = [href for href in hrefs(page_of(website)).values() if not urlsplit(href).scheme]
    targets = {unquote(urljoin(here, href).removeprefix("https://ada.example/portfolio/")) for href in local}
    assert targets == written


def test_one_click_links_carry_the_whole_address(website: Website) -> None:
    links = hrefs(page_of(website))
    assert unquote(links["Feedly"]).endswith(f"/feed/{FEED}")
    assert parse_qs(urlsplit(links["Inoreader"]).query) == {"add_feed": [FEED]}
    assert links["An app on this device"] == f"feed://{FEED.partition('://')[2]}"


def test_each_tag_is_listed_with_the_number_of_its_projects(website: Website) -> None:
    items = [item.text() for item in page_of(website).css("ul.ip-feed-tags > li")]
    assert items == ["<C++> 1 project", "pandas 2 projects"]


def test_headings_are_in_order_and_every_field_has_a_label(website: Website) -> None:
    page = page_of(website)
    headings = [(node.tag, node.text()) for node in page.css("h1, h2, h3, h4, h5, h6")]
    assert headings[0] == ("h1", "Subscribe")
    assert {tag for tag, _ in headings[1:]} == {"h2"}
    assert [node.text() for node in page.css("h2")] == [
        "Copy an address",
        "Use it",
        "Follow one topic only",
        "By e-mail",
    ]
    for field in page.css("input"):
        assert len(page.css(f"label[for={field.attributes['id']}]")) == 1


def test_nothing_is_asked_of_another_host_before_a_click(website: Website) -> None:
    assert page_of(website).css("script, iframe, img, link, style, [src], [onclick], [style]") == []


def test_a_newsletter_can_be_a_form(website: Website) -> None:
    [form] = page_of(website).css("form")
    assert (form.attributes["action"], form.attributes["method"]) == (FORM.url, "post")
    [field] = form.css("input")
    assert (field.attributes["type"], field.attributes["name"]) == ("email", "EMAIL")


def test_a_newsletter_can_be_a_link() -> None:
    page = page_of(make_website(config=replace(CONFIG, newsletter=Newsletter("https://letters.example/"))))
    assert hrefs(page)["Subscribe by e-mail"] == "https://letters.example/"
    assert page.css("form") == []


def test_without_a_newsletter_there_is_no_word_about_e_mail() -> None:
    assert "e-mail" not in text_of(make_website(make_project("taxi")))


def test_without_tags_there_is_no_list_of_topics() -> None:
    assert "topic" not in text_of(make_website(make_project("taxi")))


def test_a_site_without_an_address_promises_no_feeds_but_keeps_its_newsletter() -> None:
    config = replace(CONFIG, site_url="", newsletter=FORM)
    page = page_of(make_website(make_project("taxi", tags=("a",)), config=config))
    assert hrefs(page) == {}
    assert "no feeds yet" in (page.css_first("p.ip-lead") or page.css("p")[0]).text()
    assert len(page.css("form")) == 1
