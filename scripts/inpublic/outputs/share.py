"""The pictures that other sites show beside a link to a page: one for each project, one for all else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath

from inpublic.errors import Problem, Severity
from inpublic.lighten import content_of
from inpublic.pages.addresses import absolute, file_url
from inpublic.pages.keys import key_for
from inpublic.pages.sharefonts import Face, faces_for, writable
from inpublic.pages.shareimages import Plate, draw_plate
from inpublic.website import Asset, OutputFile, Project, Recipe, Website

FOLDER = PurePosixPath("assets/inpublic/share")
HOME_IMAGE = FOLDER / "home.jpg"
"""Named in overrides/inpublic.html, too: every page without a picture of its own shows it."""

_READ = frozenset({"image/png", "image/jpeg", "image/webp", "image/bmp", "image/gif"})


def share(website: Website) -> Iterator[OutputFile]:
    """Draw a picture for each project, and one for all other pages; none where nobody could find them."""
    if not website.config.site_url:
        return
    home, shown = _home_texts(website), [_texts(website, project) for project in website.projects]
    faces = _faces(website, [home, *shown])
    yield OutputFile(HOME_IMAGE, _recipe(website, _plate(home, faces), None))
    for project, texts in zip(website.projects, shown, strict=True):
        yield OutputFile(_path(project), _recipe(website, _plate(texts, faces), _cover(project)))


def share_image(website: Website, project: Project | None = None) -> str:
    """Return the whole address of the picture of a project, or of the site; empty where there is none."""
    if not website.config.site_url:
        return ""
    return absolute(file_url(_path(project) if project else HOME_IMAGE), website.config)


def share_problems(website: Website) -> Iterator[Problem]:
    """Say once which titles no font here can write."""
    if not website.config.site_url:
        return
    faces = _faces(website, [_home_texts(website), *(_texts(website, project) for project in website.projects)])
    lost = [one for one in website.projects if not faces[writable(one.record.title)]]
    if not lost:
        return
    first, more = lost[0], f" (and {len(lost) - 1} more)" if len(lost) > 1 else ""
    message = f"no font here has all the characters of «{first.record.title}»{more}: the share image goes without it"
    yield Problem(first.main.source.as_posix(), message, _FONTS, severity=Severity.WARNING)


_FONTS = (
    "Install one where the site is built: in .github/workflows/publish.yml a step before Build, "
    "`run: sudo apt-get install --yes fonts-noto-cjk` for Chinese, Japanese and Korean, `fonts-noto-core` for others. "
    "Hebrew and Arabic need the library FriBiDi (`libfribidi0`), too."
)


def _path(project: Project) -> PurePosixPath:
    return FOLDER / "projects" / f"{project.record.slug}.jpg"


def _recipe(website: Website, plate: Plate, cover: Asset | None) -> Recipe:
    key = key_for(website, "share image", plate, cover and (cover.path, cover.size))

    def make() -> bytes:
        known = website.notes.note(key)
        if known is not None:
            return known
        drawn = draw_plate(plate, _bytes(cover))
        website.notes.put_note(key, drawn)
        return drawn

    return Recipe(key, make, is_slow=True)


def _bytes(cover: Asset | None) -> bytes:
    """Read a cover; none that has gone since it was looked at, of which the tree tells."""
    try:
        return content_of(cover) if cover else b""
    except OSError:
        return b""


def _cover(project: Project) -> Asset | None:
    """Return the smallest picture of the cover that can be drawn."""
    return next((one for one in (project.thumbnail, project.cover) if one and one.mime in _READ), None)


_Texts = tuple[str, str, str, str]
"""What is written on a picture: title, site, note and figure."""


def _texts(website: Website, project: Project) -> _Texts:
    record, text = project.record, website.words
    result = record.results[0] if record.results else None
    note = text(f"level.{record.level.value}") if record.level else text(f"kind.{record.kind.value}")
    if not result:
        return _writable(record.title, website.config.site_name, note, "")
    baseline = " · " + text("card.baseline", value=result.baseline) if result.baseline else ""
    return _writable(record.title, website.config.site_name, result.metric, result.value + baseline)


def _home_texts(website: Website) -> _Texts:
    config = website.config
    title = config.author.headline or config.site_description or config.site_name
    return _writable(title, config.author.name or config.site_name, "", "")


def _writable(title: str, site: str, note: str, figure: str) -> _Texts:
    return writable(title), writable(site), writable(note), writable(figure)


def _faces(website: Website, shown: Iterable[_Texts]) -> Mapping[str, Face | None]:
    """Find the fonts of all pictures, by what they have to write."""
    wanted = chain.from_iterable((title, site, note + figure) for title, site, note, figure in shown)
    return faces_for(wanted, website.notes)


def _plate(texts: _Texts, faces: Mapping[str, Face | None]) -> Plate:
    """Find the fonts of one picture; a title that none can write is left out."""
    title, site, note, figure = texts
    return Plate(title, site, note, figure, faces[title], faces[site], faces[note + figure])
