"""The keys of other tools: those that mean a field of ours, and those that are theirs alone.

Documents of Jekyll, fastpages, nbdev, Quarto, MyST, Jupytext, Pelican, Hugo and Hugging Face are published as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from inpublic.records.fields import FIELDS
from inpublic.records.guesses import guess_word
from inpublic.records.parsers import normalise

SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        "abstract": "summary",
        "categories": "tags",
        "category": "tags",
        "cover_image": "cover",
        "created": "date",
        "data": "datasets",
        "dataset": "datasets",
        "date_created": "date",
        "date_modified": "updated",
        "date_updated": "updated",
        "description": "summary",
        "excerpt": "summary",
        "image": "cover",
        "image_alt": "cover_alt",
        "keywords": "tags",
        "language": "lang",
        "last_modified": "updated",
        "last_modified_at": "updated",
        "lastmod": "updated",
        "modified": "updated",
        "pubdate": "date",
        "published": "draft",
        "redirect_from": "aliases",
        "repo": "code",
        "repository": "code",
        "short_description": "summary",
        "stage": "stages",
        "status": "draft",
        "tag": "tags",
        "thumbnail": "cover",
        "thumbnail_alt": "cover_alt",
        "tldr": "summary",
        "what_i_changed": "changed",
    }
)

NEGATED = frozenset({"published"})
"""Spellings that say the opposite of their field."""

_QUARTO = """
    abbreviations appearance author authors bibliography callout code_annotations crossref css csl echo editor engine
    error eval execute filters format html include_in_header jupyter listing lightbox number_sections order output
    page_layout params pdf search sidebar subtitle theme title_block_banner toc warning
"""
_MYST = """
    affiliations arxiv banner binder copyright corresponding doi downloads exports funding github jupytext kernelspec
    licence license math mystnb numbering oa open_access options orphan parts project references reviewers short_title
    site subject venue
"""
_NBDEV = "badges branch comments default_exp hide nbdev output_file search_exclude show_tags skip_exec skip_showdoc"
_FASTPAGES = """
    hide_binder_badge hide_colab_badge hide_deepnote_badge hide_github_badge hide_kaggle_badge metadata_key1
    metadata_key2 sticky_rank use_math
"""
_BLOGS = """
    author_profile bigimg classes excerpt_separator footer header hidden image_caption layout mathjax menu
    nav_order parent permalink pin pinned read_time save_as sections series share sitemap template toc_sticky
    translation type url usemathjax weight
"""
_HUGGING_FACE = """
    app_file app_port base_model colorfrom colorto emoji library_name license_link license_name metrics
    model_index models pipeline_tag python_version sdk sdk_version suggested_hardware task_categories widget
"""
FOREIGN = frozenset(" ".join((_QUARTO, _MYST, _NBDEV, _FASTPAGES, _BLOGS, _HUGGING_FACE)).split())
FOREIGN_PREFIXES = (
    *("callout_", "cell_", "citation_", "code_", "df_", "execute_", "fig_", "html_", "link_", "tbl_", "toc_"),
    "x_",  # anybody's own
)

DIALECT = frozenset(f"{_NBDEV} {_FASTPAGES} categories layout order permalink toc".split())
"""Keys that nobody writes for readers: with one of them a list at the top of a notebook is front matter."""


def field_name(key: str) -> str | None:
    """Return the field that a key means, in whosever spelling; None for any other key."""
    name = normalise(key)
    return name if name in FIELDS else SPELLINGS.get(name)


def is_foreign(key: str) -> bool:
    """Tell whether a key belongs to another tool and is passed over silently."""
    name = normalise(key)
    return name in FOREIGN or name.startswith(FOREIGN_PREFIXES)


def is_known(key: str) -> bool:
    """Tell whether a key means something to us or to a tool we know."""
    return field_name(key) is not None or is_foreign(key)


def suggest(key: str, names: Iterable[str] = (*FIELDS, *SPELLINGS)) -> str:
    """Return the hint for an unknown key: the nearest one, if any is near."""
    guess = guess_word(normalise(key), names, 0.7)
    return f"Did you mean «{guess}»?" if guess else ""
