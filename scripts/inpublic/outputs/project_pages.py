"""A page for each document of each project, the notebook itself to download, and the pictures they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from inpublic.assemble import shorten
from inpublic.document import Block, Link, LinkKind, Use
from inpublic.outputs.curriculum import unit_links
from inpublic.outputs.share import share_image
from inpublic.outputs.skills import skill_links
from inpublic.pages.addresses import FILES, absolute, file_url, page_url, relative
from inpublic.pages.cards import badges_of, download_path, make_cards, notebook_of, tag_links
from inpublic.pages.cellplaces import named_cells
from inpublic.pages.comments import comments_of
from inpublic.pages.keys import content_key, key_for, project_key
from inpublic.pages.links import resolver
from inpublic.pages.pagetext import page as page_text
from inpublic.pages.related import Foot, feet
from inpublic.pages.structured import page_ld
from inpublic.pages.translations import is_translation, language_of, translations
from inpublic.results.demo import link_on
from inpublic.results.strip import Strip, pasts_of, strip_of
from inpublic.skills.tools import built_with
from inpublic.template import render_block
from inpublic.text.markers import has_markers
from inpublic.website import Asset, OutputFile, Page, Project, Recipe, Website

Beside = Mapping[str, Sequence[object]]
"""What other pages say of a project: the `skills` that it proves, the `units` of the curriculum it was built from."""
_NOTHING: Beside = MappingProxyType({"skills": (), "units": ()})


class Part(Struct, frozen=True):
    """Links one page of a project from another."""

    title: str
    url: str
    current: bool = False


class PartOf(Struct, frozen=True):
    """Leads from a further page of a project to the project's own."""

    url: str
    number: int
    count: int


def project_pages(website: Website) -> Iterator[OutputFile]:
    """Write every page of every project."""
    skills, units = skill_links(website), unit_links(website)
    keys = [project_key(website, project) for project in website.projects]
    for project, key, foot in zip(website.projects, keys, feet(website.projects), strict=True):
        around = {name: [keys[number] for number in numbers] for name, numbers in foot.items()}
        slug, past = project.record.slug, list(pasts_of(project.record, website.past))
        beside = {"skills": skills.get(slug, ()), "units": units.get(slug, ())}
        for page in project.pages:
            is_main = page is project.main
            own = (around, beside, past, website.config.giscus) if is_main else None
            made_from = (key, website.config.site_name, website.config.author, page.source, content_key(website, page))
            make = _maker(website, project, page, foot, beside if is_main else _NOTHING)
            yield OutputFile(page.path, Recipe(key_for(website, made_from, own), make))
            copy = download_path(page)
            if copy:
                yield OutputFile(copy, website.config.root / page.source, page.document.digest)


_PUBLISHED = frozenset({Use.SHOWN, Use.ORIGINAL})
"""What pages need of their figures; covers and thumbnails are published as such."""


def files(website: Website) -> Iterator[OutputFile]:
    """Copy the pictures and other files that the pages show, each once."""
    names = {figure.name for page in website.pages for figure in page.document.figures if figure.use in _PUBLISHED}
    wanted = {path: OutputFile(path, website.figures / path.name) for path in map(FILES.joinpath, names)}
    for page in website.pages:
        for asset in chain.from_iterable(_shown_assets(website, page, link) for link in page.document.links):
            wanted[asset.path] = OutputFile(asset.path, asset.content)
    for project in website.projects:
        for asset in filter(None, (project.cover, project.thumbnail)):
            wanted[asset.path] = OutputFile(asset.path, asset.content)
    yield from sorted(wanted.values(), key=lambda file: str(file.path))


def _shown_assets(website: Website, page: Page, link: Link) -> Iterator[Asset]:
    """Name the files that a link needs: of a picture the lighter one, and itself where it is led to."""
    asset = website.asset_of(page, link)
    web = asset.web if asset and link.kind is LinkKind.IMAGE else None
    if web:
        yield web
    if asset and not (web and web.exact):
        yield asset


def _maker(website: Website, project: Project, page: Page, foot: Foot, beside: Beside) -> Callable[[], bytes]:
    """Put off finding all that a page shows, and reading and writing its document."""

    def make() -> bytes:
        return page_text(_metadata(website, project, page), _blocks(website, project, page, foot, beside))

    return make


def _blocks(website: Website, project: Project, page: Page, foot: Foot, beside: Beside) -> Iterator[Block]:
    head, text = {**_head(website, project, page), **beside}, website.words
    yield _title(page)
    yield Block(render_block("project_head.html.j2", **head, words=text, day=text.day))
    yield from _body(website, page, language_of(project, page))
    if page is not project.main:
        return
    others = {name: [website.projects[number] for number in numbers] for name, numbers in foot.items()}
    comments = comments_of(website.config, project)
    if comments or any(others.values()):
        cards = {name: make_cards(website, projects, page.path) for name, projects in others.items()}
        yield Block(render_block("project_foot.html.j2", **cards, comments=comments, words=text, day=text.day))


def _metadata(website: Website, project: Project, page: Page) -> dict[str, object]:
    record, cover = project.record, project.cover
    image = absolute(file_url(cover.path), website.config) if cover and website.config.site_url else ""
    return {
        "title": "" if "<" in page.title else page.title,  # themes take it for HTML; the heading says it as such
        "description": record.summary if page is project.main else page.document.summary[:200],
        "image": share_image(website, project),
        "translations": _translated(website, project, page) if website.config.site_url else [],
        "ld": page_ld(website, project, page, image=image),
        "hide": ["navigation"],
        "sheet": "project",
    }


def _translated(website: Website, project: Project, page: Page) -> list[dict[str, str]]:
    """Name the page in all its languages with whole addresses, for search engines."""
    config = website.config
    found = translations(project, page, config.language)
    return [{"lang": one.lang, "url": absolute(page_url(one.page.path, config), config)} for one in found]


def _title(page: Page) -> Block:
    """Keep the title as its author set it, with code and formulas; as plain text when it holds links."""
    html = page.document.title_html if page.document.title == page.title else ""
    if not html or has_markers(html):
        html = render_block("text.html.j2", text=page.title)
    return Block(html, 1, f"{page.path.parent.name}-top", page.title)


def _body(website: Website, page: Page, lang: str) -> Iterator[Block]:
    """Resolve the document's blocks; a heading that the record's own title replaced is kept below it."""
    resolve = resolver(website, page, absolute=False)
    document = page.document
    is_replaced = document.title not in ("", page.title)
    if is_replaced and all(block.text != document.title for block in document.blocks):
        yield Block(resolve(document.title_html), 2, f"{page.path.parent.name}-heading", document.title)
    for block in named_cells(document, document.blocks):
        html = resolve(block.html)
        html = _in_language(html, lang) if not block.level else html
        yield block if html is block.html else replace(block, html=html)


def _in_language(html: str, lang: str) -> str:
    """Mark prose with its language, for screen readers and line breaking (WCAG 3.1.2)."""
    return html.replace('<div class="ip-text">', f'<div class="ip-text" lang="{lang}">', 1) if lang else html


def _head(website: Website, project: Project, page: Page) -> dict[str, object]:
    record, is_main = project.record, page is project.main
    tools = built_with(project)
    addresses = {"code": record.code, "paper": record.paper, "video": link_on(page.path, record.video, website.config)}
    links = [(website.words(f"project.{name}"), url) for name, url in addresses.items() if url]
    facts = is_main and any((record.results[1:], record.based_on, record.changed, tools, links))
    shown = notebook_of(project) if is_main and page.source.suffix != ".ipynb" and _notebooks(project) == 1 else page
    return {
        "record": record,
        "summary": record.summary if is_main and not _repeats(project, page) else "",
        "tags": tag_links(website, record.tags, page.path) if is_main else (),
        "badges": badges_of(website, shown, page.path),
        "facts": facts,
        "strip": strip_of(website, project) if is_main else Strip(),
        "tools": tools,
        "links": links,
        "parts": _parts(website, project, page),
        "translations": _in_other_languages(website, project, page),
        "part_of": None if is_main or is_translation(project, page) else _part_of(website, project, page),
    }


def _in_other_languages(website: Website, project: Project, page: Page) -> tuple[tuple[str, str, str], ...]:
    """Name the other languages that a page can be read in: tag, own name and relative address."""
    config = website.config
    return tuple(
        (one.lang, one.name, relative(page_url(one.page.path, config), page.path, config))
        for one in translations(project, page, config.language)
        if one.page is not page
    )


def _repeats(project: Project, page: Page) -> bool:
    """Tell whether the page itself begins with the paragraph that the summary was taken from."""
    return bool(page.document.summary) and project.record.summary == shorten(page.document.summary)


def _notebooks(project: Project) -> int:
    return sum(page.source.suffix == ".ipynb" for page in project.pages)


def _parts(website: Website, project: Project, page: Page) -> tuple[Part, ...]:
    originals = [item for item in project.pages if not is_translation(project, item)]
    if len(originals) == 1 or is_translation(project, page):
        return ()
    config = website.config
    return tuple(
        Part(
            _part_title(website, project, item), relative(page_url(item.path, config), page.path, config), item is page
        )
        for item in originals
    )


def _part_title(website: Website, project: Project, page: Page) -> str:
    """Tell a notebook or write-up from the project's own page if it bears the same title."""
    if page is project.main or page.title != project.main.title:
        return page.title
    return f"{page.title} ({website.words('project.notebook') if page.source.suffix == '.ipynb' else page.source.name})"


def _part_of(website: Website, project: Project, page: Page) -> PartOf:
    url = relative(page_url(project.main.path, website.config), page.path, website.config)
    originals = [item for item in project.pages if not is_translation(project, item)]
    return PartOf(url, originals.index(page) + 1, len(originals))
