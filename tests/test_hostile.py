"""Whatever learners write as a name, a title or a label stays what it says: text, on every page and in every feed."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
import yaml
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser, LexborNode

from inpublic.cli import main

ROOT = Path(__file__).parent.parent
PAYLOADS = {
    "script": '"><script>evil()</script><x-evil>',
    "handler": "' onmouseover='evil()' a=\" onfocus=\"evil()\" autofocus tabindex=1 x",
    "title": "</title></h1></textarea></style></template></script><script>evil()</script>",
    "braces": "{{7*7}} ${7*7} {% include 'x' %} {# x #} {: onclick=evil() } {#evil .md-evil}",
    "section": "]]><x-evil/>--><x-evil>--!><!--<script>evil()</script>",
    "lines": "a\u2028b\u2029c\u0085d\u000be",
    "address": "javascript:evil()//",
    "data": "data:text/html,<script>evil()</script>",
    "override": "\u202egnp.exe\u2066 \u200bx",
    "entities": "&lt;script&gt;evil()&lt;/script&gt; &#60;x-evil&#62; &amp;lt; &NewLine;",
    "markdown": "[x](javascript:evil()) <img src=x onerror=evil()> `a` *b* $x<y$ ![y](z) ~~c~~ <https://e.example>",
    "nothing": "a\u0000b\u001b[31mc\ufffed\uffff",
    "percent": "%3Cscript%3Eevil()%3C/script%3E %s %(x)s %n \\u003cscript\\u003e \\",
    "drawing": '<svg onload=evil()><animate onbegin=evil()></svg><math><a xlink:href="javascript:evil()">',
}
OUR_SCRIPTS = re.compile(
    r"(?:\.\.?/|/portfolio/|/)*assets/(?:javascripts/bundle\.\w+\.min|inpublic/(?:first|inpublic))\.js"
)
OUR_FORMS = ("md-search__form", "md-header__option", "ip-newsletter")
NEVER = (
    "iframe, frame, object, embed, applet, base, portal, x-evil, marquee, textarea, select, link[rel=import], animate"
)
WITH_ADDRESS = ("href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href", "srcset", "background")
SAFE = {"", "http", "https", "mailto", "feed"}


def is_harmless_json(text: str) -> bool:
    """Tell whether a text is JSON in which no parser can see a tag or a reference."""
    json.loads(text)
    return not set("<>&") & set(text.strip())


def faults_of(html: str, *, is_page: bool = True) -> Iterator[str]:
    """Say what in a page or a piece of one could run, lead somewhere or look like the site, and is not the site's."""
    tree = LexborHTMLParser(html)
    yield from (f"<{node.tag}>" for node in tree.css(NEVER))
    for node in tree.css("script"):
        data = node.attributes
        is_settings = data.get("id") == "__config" and data.get("type") == "application/json"
        is_data = data == {"type": "application/ld+json"} and is_harmless_json(node.text())
        if not is_page or not (is_settings or is_data or OUR_SCRIPTS.fullmatch(data.get("src") or "")):
            yield f"script: {node.html}"
    for node in tree.css("form"):
        if not is_page or (node.attributes.get("class") or "").split()[0] not in OUR_FORMS:
            yield f"form: {node.html}"
    for node in tree.css("meta[http-equiv]"):
        if not is_page or node.attributes["http-equiv"] != "Content-Security-Policy":
            yield f"meta: {node.html}"
    for node in tree.css("style"):
        if node.parent is None or node.parent.tag not in ("noscript", "template", "head"):
            yield f"style: {node.html}"
    for node in tree.css("*"):
        yield from attribute_faults(node)


def attribute_faults(node: LexborNode) -> Iterator[str]:
    for name, value in node.attributes.items():
        if name.lower().startswith("on") or name.lower() in ("srcdoc", "formaction", "autofocus", "nonce"):
            yield f"{node.tag} {name}={value}"
        plain = re.sub(r"[\x00-\x20\x7f]+", "", value or "")
        if name in WITH_ADDRESS and scheme(plain) not in SAFE:
            yield f"{node.tag} {name}={value}"
        if name == "style" and re.search(r"url\(|expression|position|@import|javascript", plain, re.IGNORECASE):
            yield f"{node.tag} style={value}"


def scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return "?"


def shown(text: str) -> str:
    """Say what of a text remains in a page: no characters that nothing shows, white space as one space."""
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cn")).split())


def notebook(payload: str) -> str:
    def output(**data: Any) -> dict[str, Any]:
        named = {key.replace("__", "/").replace("_plus_", "+"): value for key, value in data.items()}
        return {
            "output_type": "display_data",
            "metadata": {payload: payload, "text/html": {payload: payload}},
            "data": named,
        }

    widget = {
        "model_name": "VBoxModel",
        "model_module": "@jupyter-widgets/controls",
        "state": {"children": ["IPY_MODEL_b", "IPY_MODEL_c", "IPY_MODEL_d"]},
    }
    parts = {
        name: {
            "model_name": kind,
            "model_module": "@jupyter-widgets/controls",
            "state": {
                "description": payload,
                "value": payload,
                "placeholder": payload,
                "_options_labels": [payload],
                "options": [payload],
                "index": 0,
                "bar_style": payload,
                "button_style": payload,
                "tooltip": payload,
            },
        }
        for name, kind in {"b": "HTMLModel", "c": "DropdownModel", "d": "LabelModel"}.items()
    }
    outputs: list[dict[str, Any]] = [
        output(text__plain=payload),
        output(text__html=payload),
        output(text__html=f"<table class='dataframe'><tr><th>{payload}</th></tr><tr><td>{payload}</td></tr></table>"),
        output(text__html=f"<style>.a {{ color: red }} {payload}</style><div class='a'>{payload}</div>"),
        output(text__markdown=payload),
        output(text__latex=f"${payload}$"),
        output(application__json={payload: [payload]}),
        output(image__svg_plus_xml=f"<svg xmlns='http://www.w3.org/2000/svg'><text>{payload}</text></svg>"),
        output(**{"application__vnd.jupyter.widget-view_plus_json": {"model_id": "a"}, "text__plain": payload}),
        {"output_type": "display_data", "metadata": {}, "data": {payload: payload, f"image/{payload}": payload}},
        {"output_type": "stream", "name": payload, "text": payload},
        {"output_type": "stream", "name": "stdout", "text": f"\x1b[31m{payload}\x1b]8;;javascript:evil()\x1b\\x"},
        {"output_type": "error", "ename": payload, "evalue": payload, "traceback": [payload]},
        output(application__javascript=payload, text__plain="a script"),
    ]
    source = f"#| label: fig-{payload}\n#| fig-cap: {json.dumps(payload)}\n#| fig-alt: {json.dumps(payload)}\nx = 1"
    meta = {"tags": [payload, "hide-input"], "name": payload, "caption": payload, "slideshow": {"slide_type": payload}}
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "metadata": meta, "source": f"# {payload}\n\nA {payload}\n\n## {payload}\n"},
        {"cell_type": "markdown", "metadata": {}, "source": body(payload), "attachments": {payload: {payload: "eA=="}}},
        {"cell_type": "code", "metadata": meta, "execution_count": 1, "source": source, "outputs": outputs},
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": 2,
            "source": f"# @title {payload}\n{payload}",
            "outputs": [],
        },
        {"cell_type": "raw", "metadata": {"format": payload, "raw_mimetype": payload}, "source": payload},
    ]
    metadata = {
        "kernelspec": {"name": payload, "display_name": payload, "language": payload},
        "language_info": {"name": payload, "pygments_lexer": payload, "codemirror_mode": payload},
        "authors": [{"name": payload}],
        "colab": {"name": payload, "provenance": []},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"version_major": 2, "state": {"a": widget, **parts}}},
        payload: payload,
    }
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


def body(payload: str) -> str:
    """Write the payload into every construct of Markdown that has room for it."""
    quoted = payload.replace('"', "'")
    return f"""
## {payload} {{#{payload}}}

A paragraph with {payload} and a [label {payload}](https://e.example/?q={payload}) and ![alt {payload}](missing.png).

[link](<{payload}> "{quoted}") ![picture](<{payload}> "{quoted}") [x]: {payload} "t"

```{payload}
code {payload}
```

```mermaid
graph TD; A["{quoted}"] --> B; click A "javascript:evil()"
```

```{{figure}} {payload}
:name: {payload}
:alt: {payload}
:width: {payload}
:class: {payload}
{payload}
```

:::{{note}} {payload}
{payload}
:::

> [!NOTE] {payload}
> {payload}

| {payload} | b |
|---|---|
| {payload} | c |

$$\\text{{{payload}}} \\href{{javascript:evil()}}{{x}} \\class{{{payload}}}{{y}} \\style{{position:fixed}}{{z}}$$

Inline ${payload}$ and \\({payload}\\), term[^{payload}].

[^{payload}]: {payload}

({payload})=

<details><summary>{payload}</summary>{payload}</details>

<a href="{quoted}">a</a> <a title='{payload}' id="{quoted}">b</a> <img alt="{quoted}" src="{quoted}">
"""


def front_matter(payload: str) -> dict[str, object]:
    return {
        "title": payload,
        "summary": f"S {payload}",
        "date": "2024-05-01",
        "tags": [payload, "shared"],
        "skills": [payload],
        "problem": payload,
        "datasets": [{"name": payload, "url": "https://e.example/", "licence": payload}],
        "results": [{"metric": payload, "value": payload, "baseline": payload, "split": payload}],
        "based_on": [{"title": payload, "url": "https://e.example/"}],
        "cover": "cover.svg",
        "cover_alt": payload,
        "demo": "https://e.example/?q='onmouseover='evil()&lt;",
        "featured": True,
    }


NAMES = {
    'a"><script>evil()<b>.md': "# A file name\n",
    "b' onmouseover='evil()'.md": "# Another\n",
    "{{7*7}}{% x %}.md": "# Braces\n",
    "javascript:evil().md": "# An address\n",
    "c&lt;x-evil&gt;#?%3Cscript%3E.md": "# Entities\n",
    "e\u202egnp.md": "# Override\n",
    'f"><x-evil>/README.md': '# A folder\n\n[n](<n "><x-evil>.ipynb>)\n',
}


def settings(payload: str) -> str:
    """Write the settings of a site whose every text is the payload."""
    given = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=_Plain)
    given["markdown_extensions"] = ["attr_list", {"toc": {"permalink": True}}]
    given["site_url"] = "https://ada.example/portfolio/"
    given["repo_url"] = "https://github.com/ada/learning"
    given["nav"] = [{"Home": "index.md"}, {"Projects": "projects/index.md"}, {"Tags": "tags/index.md"}]
    if payload:
        given |= {"site_name": payload, "site_author": payload, "site_description": payload}
        links = {payload: "https://e.example/?q=\"'><script>"}
        given["extra"]["inpublic"]["author"] = {"name": payload, "headline": payload, "intro": payload, "links": links}
        given["extra"]["inpublic"]["newsletter"] = {
            "url": "https://e.example/?q=\"'><x-evil>",
            "form": True,
            "field": payload,
        }
    return yaml.safe_dump(given, allow_unicode=True)


class _Plain(yaml.SafeLoader):
    """Reads mkdocs.yml without what only Python's YAML knows."""


_Plain.add_multi_constructor("", lambda _loader, _tag, _node: None)


def build(root: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    shutil.copytree(ROOT / "scripts/inpublic/overrides", root / "scripts/inpublic/overrides")
    (root / "docs").mkdir(exist_ok=True)
    done = CliRunner(env={"SITE_URL": None, "GITHUB_REPOSITORY": None}).invoke(
        main, ["build", "--root", str(root), "--jobs", "1"]
    )
    assert "The site is ready in" in done.output, done.output
    assert "Traceback" not in done.output
    return root / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"mkdocs.yml": settings("")}
    for name, payload in PAYLOADS.items():
        head = yaml.safe_dump(front_matter(payload), width=10_000)
        files[f"projects/p-{name}/README.md"] = f"---\n{head}---\n\n{body(payload)}\n"
        files[f"projects/p-{name}/cover.svg"] = (
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
        )
        files[f"projects/p-{name}/work.ipynb"] = notebook(payload)
        files[f"projects/n-{name}.ipynb"] = notebook(payload)
    files |= {f"projects/{name}": f"---\ndate: 2024-04-01\n---\n{text}" for name, text in NAMES.items()}
    return build(tmp_path_factory.mktemp("hostile"), files)


def pages(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.html")) if "assets" not in path.relative_to(site).parts]


@cache
def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def test_every_payload_was_published(site: Path) -> None:
    assert all((site / f"projects/p-{name}/index.html").exists() for name in PAYLOADS)
    assert len(list((site / "projects").glob("n-*"))) == len(PAYLOADS)
    assert len(pages(site)) > 4 + 3 * len(PAYLOADS)


def test_nothing_in_any_page_runs_or_leads_to_a_script(site: Path) -> None:
    faults = {f"{path.relative_to(site)}: {fault}" for path in pages(site) for fault in faults_of(text_of(path))}
    assert sorted(faults) == []


@pytest.mark.parametrize("name", PAYLOADS)
def test_titles_are_the_text_that_was_written(site: Path, name: str) -> None:
    page = LexborHTMLParser(text_of(site / f"projects/p-{name}/index.html"))
    wanted = shown(PAYLOADS[name])
    title = page.css_first("article h1")
    assert title is not None
    for link in title.css(".headerlink"):
        link.decompose()
    assert shown(title.text()) == wanted
    heading = page.css_first("title")
    assert heading is not None
    assert shown(heading.text()).partition(" · ")[0] == wanted
    shared = page.css_first('meta[property="og:title"]')
    assert shared is not None
    assert shown(shared.attributes["content"] or "") == wanted
    problem = page.css_first(".ip-facts dd")
    assert problem is not None
    assert shown(problem.text()) == wanted


def test_cards_and_tags_show_titles_and_tags_as_they_were_written(site: Path) -> None:
    index = LexborHTMLParser(text_of(site / "projects/index.html"))
    titles = {shown(node.text()) for node in index.css(".ip-card__title a")}
    assert {shown(payload) for payload in PAYLOADS.values()} <= titles
    tags = LexborHTMLParser(text_of(site / "tags/index.html"))
    anchors = {node.attributes.get("id") or "" for node in tags.css("article h2")}
    assert all(re.fullmatch(r"[\w.-]+", anchor) for anchor in anchors)
    assert all(re.fullmatch(r"[\w.+-]+", path.stem) for path in (site / "feeds/tag").iterdir())


def test_feeds_can_be_read_and_hold_nothing_that_runs(site: Path) -> None:
    wanted = {shown(payload) for payload in PAYLOADS.values()}
    for path in [site / "feed.xml", site / "atom.xml", *sorted((site / "feeds").rglob("*.xml"))]:
        ElementTree.fromstring(path.read_bytes())
    for name in ("feed.xml", "atom.xml"):
        feed = feedparser.parse(str(site / name), sanitize_html=False, resolve_relative_uris=False)
        assert not feed.bozo
        faults = [fault for entry in feed.entries for fault in faults_of(html_of(entry), is_page=False)]
        assert faults == []
    feed = json.loads((site / "feed.json").read_text("utf-8"))
    assert wanted <= {shown(item["title"]) for item in feed["items"]}
    assert [fault for item in feed["items"] for fault in faults_of(item.get("content_html", ""), is_page=False)] == []


def html_of(entry: Any) -> str:
    """Return what readers take for HTML; the summaries of Atom are text."""
    parts = [*entry.get("content", []), entry.summary_detail]
    return "".join(part.value for part in parts if part.type == "text/html")


def test_the_titles_of_a_feed_are_text(site: Path) -> None:
    items = ElementTree.parse(site / "feed.xml").getroot().iter("item")
    titles = {shown(item.findtext("title") or "") for item in items}
    assert {shown(payload) for payload in PAYLOADS.values()} <= titles


def test_the_search_index_holds_text_that_is_safe_to_show(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    assert len(index["docs"]) > len(PAYLOADS)
    faults = {
        f"{entry['location']}: {fault}"
        for entry in index["docs"]
        for key in ("title", "text")
        for fault in faults_of(entry[key], is_page=False)
    }
    assert sorted(faults) == []


def test_the_sitemap_names_pages_of_the_site_only(site: Path) -> None:
    tree = ElementTree.parse(site / "sitemap.xml")
    places = [node.text or "" for node in tree.iter() if node.tag.endswith("loc")]
    assert places
    assert all(re.fullmatch(r"https://ada\.example/portfolio/[\w%./~-]*", place) for place in places)


def test_live_figures_begin_with_their_own_policy(site: Path) -> None:
    frames = sorted((site / "assets").rglob("*.html"))
    assert frames
    for path in frames:
        start = text_of(path)[:400].lower()
        policy, script = start.find("content-security-policy"), text_of(path).lower().find("<script>")
        assert 0 < policy < script


def test_pictures_hold_no_script(site: Path) -> None:
    drawings = sorted((site / "assets").rglob("*.svg"))
    assert drawings
    for path in drawings:
        for node in ElementTree.parse(path).iter():
            assert not node.tag.lower().endswith(("script", "foreignobject", "iframe"))
            assert not any(name.lower().startswith("on") for name in node.attrib)
            assert not any("javascript:" in value.lower() for value in node.attrib.values())


@pytest.mark.parametrize("name", ["script", "handler", "title", "braces", "entities", "section"])
def test_the_texts_of_the_settings_are_text_as_well(tmp_path: Path, name: str) -> None:
    payload = PAYLOADS[name]
    site = build(tmp_path, {"mkdocs.yml": settings(payload), "projects/a.md": "---\ndate: 2024-05-01\n---\n# A\n"})
    faults = {f"{path.relative_to(site)}: {fault}" for path in pages(site) for fault in faults_of(text_of(path))}
    assert sorted(faults) == []
    home = LexborHTMLParser(text_of(site / "index.html"))
    title = home.css_first("title")
    assert title is not None
    assert shown(title.text()) == shown(payload)
    for feed in ("feed.xml", "atom.xml"):
        assert shown(feedparser.parse(str(site / feed), sanitize_html=False).feed.title) == shown(payload)
