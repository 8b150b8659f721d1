"""Pages of a project in several languages: `README.zh.md` is `README.md` in Chinese, `model.de.ipynb` German.

The name of the file says it, as is the custom on GitHub: so a work is one project with one card, one record and one
place in every list, whatever it can be read in, and nobody has to keep two records alike.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from types import MappingProxyType

from msgspec import Struct

from inpublic.website import Page, Project

NAMES = MappingProxyType(
    dict(
        entry.split("=")
        for entry in (
            "ar=العربية bg=Български bn=বাংলা ca=Català cs=Čeština da=Dansk de=Deutsch el=Ελληνικά en=English es=Español "
            "et=Eesti eu=Euskara fa=فارسی fi=Suomi fr=Français gl=Galego he=עברית hi=हिन्दी hr=Hrvatski hu=Magyar "
            "id=Indonesia it=Italiano ja=日本語 ko=한국어 lt=Lietuvių lv=Latviešu ms=Melayu nb=Norsk nl=Nederlands "
            "no=Norsk pl=Polski pt=Português ro=Română ru=Русский sk=Slovenčina sl=Slovenščina sr=Српски sv=Svenska "
            "ta=தமிழ் th=ไทย tr=Türkçe uk=Українська ur=اردو vi=Tiếng_Việt zh=中文 zh-Hans=简体中文 zh-CN=简体中文 "
            "zh-Hant=繁體中文 zh-TW=繁體中文 zh-HK=繁體中文"
        ).split()
    )
)
"""What languages are called by those who read them; only these are looked for in the names of files."""

_NAMED = re.compile(r"(?P<stem>.+)\.(?P<code>[a-z]{2})(?:[-_](?P<part>[A-Za-z]{2,4}))?")
_README = re.compile(r"(?P<stem>readme)[._-](?P<code>[a-z]{2})(?:[-_](?P<part>[A-Za-z]{2,4}))?", re.IGNORECASE)


class Translation(Struct, frozen=True):
    """Offers a page in another language, by its BCP 47 tag."""

    lang: str
    page: Page

    @property
    def name(self) -> str:
        """Return what the language is called by those who read it."""
        name = NAMES.get(self.lang) or NAMES.get(self.lang.partition("-")[0], self.lang)
        return name.replace("_", " ")


def language_of(project: Project, page: Page) -> str:
    """Return the language of a page's own words, empty where they are in the site's."""
    return _original(page.source)[1] if is_translation(project, page) else project.record.lang


def is_translation(project: Project, page: Page) -> bool:
    """Tell whether a page says in another language what one of its project says."""
    original, _ = _original(page.source)
    return original != page.source and any(one.source == original for one in project.pages)


def translations(project: Project, page: Page, language: str) -> tuple[Translation, ...]:
    """List a page in all its languages, the original first; none where it is in one, as far as is known.

    `language` is the site's, which pages are in that say nothing else.
    """
    wanted = _original(page.source)[0] if is_translation(project, page) else page.source
    sources = [one for one in project.pages if one.source == wanted]
    sources += [one for one in project.pages if is_translation(project, one) and _original(one.source)[0] == wanted]
    found = tuple(Translation(language_of(project, one) or language, one) for one in sources)
    return found if len({one.lang for one in found}) == len(found) > 1 else ()


def _original(source: PurePosixPath) -> tuple[PurePosixPath, str]:
    """Return the source that this one is a translation of by its name, and its language; itself if of none."""
    match = _README.fullmatch(source.stem) or _NAMED.fullmatch(source.stem)
    if match is None or match["code"] not in NAMES:
        return source, ""
    part = match["part"] or ""
    lang = f"{match['code']}-{part.upper() if len(part) == 2 else part.title()}" if part else match["code"]
    return source.with_name(match["stem"] + source.suffix), lang
