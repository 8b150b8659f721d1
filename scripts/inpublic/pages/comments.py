"""Comments by giscus, which keeps them in a repository's discussions: a frame that is asked for by a click.

The page runs no script of giscus; ours (assets/inpublic.js) does for it what that one would.
"""

from __future__ import annotations

from urllib.parse import urlencode

from msgspec import Struct

from inpublic.pages.addresses import absolute, page_url
from inpublic.settings.config import Config
from inpublic.website import Project

HOST = "https://giscus.app"

_LANGUAGES = frozenset(
    "ar be bg ca cs da de en eo es eu fa fr he hu id it ja ko nl pl pt ro ru th tr uk uz vi zh-CN zh-TW".split()
)


class Comments(Struct, frozen=True):
    """Holds the frame's address, to which the script adds the theme and the reader's session, and the discussions'."""

    frame: str
    discussions: str


def comments_of(config: Config, project: Project) -> Comments | None:
    """Return where a project is talked about; None where the site has no comments.

    The project's slug names the discussion, so that it stays when the site moves.
    """
    giscus = config.giscus
    if giscus is None:
        return None
    values = {
        "repo": giscus.repo,
        "repoId": giscus.repo_id,
        "category": giscus.category,
        "categoryId": giscus.category_id,
        "term": f"projects/{project.record.slug}",
        "strict": 1,
        "reactionsEnabled": 1,
        "emitMetadata": 0,
        "inputPosition": "bottom",
        "description": project.record.summary[:200],
        "backLink": absolute(page_url(project.main.path, config), config) if config.site_url else "",
    }
    said = urlencode({name: value for name, value in values.items() if value != ""})
    language = _language(config.language)
    return Comments(
        f"{HOST}/{language}/widget?{said}" if language else f"{HOST}/widget?{said}",
        f"https://github.com/{giscus.repo}/discussions",
    )


def _language(tag: str) -> str:
    """Return giscus' name for a language, empty for one that it has not."""
    primary = tag.partition("-")[0].lower()
    if primary == "zh":
        return "zh-TW" if tag.lower() in ("zh-hant", "zh-tw", "zh-hk") else "zh-CN"
    return primary if primary in _LANGUAGES and primary != "en" else ""
