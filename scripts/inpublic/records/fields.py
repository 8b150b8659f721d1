"""The one table of what can be said about a project, and of how other tools say it.

Keys are compared in lower case with underscores, so `Date-Modified` is `date_modified`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from inpublic.project import Kind, Level, Origin, Stage
from inpublic.records import entries, parsers
from inpublic.records.parsers import Parser

Schema = Mapping[str, object]


class Field(Struct, frozen=True):
    """Says how a field is read, what it means, and how it looks in JSON Schema and in an example.

    `keys` maps the spellings of the keys inside its entries to their names, for fields that have any.
    """

    parse: Parser
    description: str
    schema: Schema
    example: object
    keys: Mapping[str, str] = field(default_factory=dict)


_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": ["string", "number"]}
_BOOL: Schema = {"type": "boolean"}
_DATE: Schema = {"type": "string", "format": "date"}
_URL: Schema = {"type": "string", "format": "uri", "pattern": "^https?://"}
_NAMES: Schema = {"type": ["array", "string"], "items": {"type": ["string", "number"]}}


def _words(*words: str) -> Schema:
    return {"enum": words}


def _entry(required: tuple[str, ...], **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _entries(entry: Schema, *, plain: bool) -> Schema:
    """Describe a list of entries or a single one; `plain` says that text alone is an entry too."""
    one: Schema = {"anyOf": [_TEXT, entry]} if plain else entry
    return {"anyOf": [one, {"type": "array", "items": one}]}


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "title": Field(parsers.parse_text, "The project's name.", _TEXT, "Taxi fares in Chicago"),
        "summary": Field(
            parsers.parse_text,
            "One or two sentences for cards and feeds: what was done, what came out.",
            _TEXT,
            "Predicts fares within $3.21, against $5.40 for the mean.",
        ),
        "date": Field(parsers.parse_date, "The day it was first published.", _DATE, "2024-05-01"),
        "updated": Field(parsers.parse_date, "The day of the last change worth telling.", _DATE, "2024-06-15"),
        "slug": Field(parsers.parse_slug, "The project's part of its address.", _TEXT, "taxi-fares"),
        "aliases": Field(parsers.parse_aliases, "Earlier slugs, which lead here.", _NAMES, ["chicago-taxi"]),
        "id": Field(
            parsers.parse_identifier,
            "What feeds know it by; never change it once published.",
            {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:\\S+$"},
            "tag:example.org,2024-05-01:taxi-fares",
        ),
        "tags": Field(parsers.parse_names, "What it is about.", _NAMES, ["regression", "pandas"]),
        "skills": Field(parsers.parse_names, "What it shows you can do.", _NAMES, ["feature engineering"]),
        "level": Field(
            parsers.parse_enum(Level), "How demanding it was.", _words(*(level.value for level in Level)), "beginner"
        ),
        "origin": Field(
            parsers.parse_enum(Origin),
            "Whose idea it is.",
            _words(*(origin.value for origin in Origin)),
            "guided",
        ),
        "based_on": Field(
            entries.parse_each(entries.parse_source),
            "The course, paper or work it builds on.",
            _entries(_entry((), title=_TEXT, name=_TEXT, url=_URL, link=_URL), plain=True),
            [{"title": "Machine Learning Crash Course", "url": "https://example.org/course"}],
            entries.SOURCE_KEYS,
        ),
        "changed": Field(
            parsers.parse_text,
            "What you changed, compared with what it builds on.",
            _TEXT,
            "Another city, and a split by time.",
        ),
        "kind": Field(
            parsers.parse_enum(Kind), "What sort of work it is.", _words(*(kind.value for kind in Kind)), "project"
        ),
        "stages": Field(
            parsers.parse_stages,
            "The stages of the life cycle that it covers.",
            {"type": ["array", "string"], "items": _words(*(stage.value for stage in Stage))},
            ["data", "training"],
        ),
        "problem": Field(parsers.parse_text, "The question, in a sentence.", _TEXT, "What will a ride cost?"),
        "datasets": Field(
            entries.parse_each(entries.parse_dataset),
            "The data it stands on.",
            _entries(
                _entry((), name=_TEXT, title=_TEXT, url=_URL, link=_URL, licence=_TEXT, license=_TEXT), plain=True
            ),
            [{"name": "Chicago taxi trips", "url": "https://example.org/trips", "licence": "CC0"}],
            entries.DATASET_KEYS,
        ),
        "results": Field(
            entries.parse_each(entries.parse_result),
            "What was measured, against what.",
            _entries(
                _entry(
                    ("metric", "value"),
                    metric=_TEXT,
                    value=_NUMBER,
                    baseline=_NUMBER,
                    human=_NUMBER,
                    split=_TEXT,
                    higher_is_better=_BOOL,
                    lower_is_better=_BOOL,
                ),
                plain=False,
            ),
            [{"metric": "RMSE", "value": 3.21, "baseline": 5.4, "split": "test", "higher_is_better": False}],
            entries.RESULT_KEYS,
        ),
        "demo": Field(
            parsers.parse_demo,
            "Where it can be tried: an address, or an HTML file in docs/.",
            {"type": "string", "pattern": r"^https?://|^[^:]+\.html?$"},
            "https://example.org/demo",
        ),
        "code": Field(parsers.parse_url, "Where more of its code is.", _URL, "https://example.org/code"),
        "paper": Field(parsers.parse_url, "A paper of it, or behind it.", _URL, "https://example.org/paper"),
        "video": Field(
            parsers.parse_video,
            "A talk or a recording: an address, or a WebM or MP4 file in docs/.",
            {"type": "string", "pattern": r"^https?://|^[^:]+\.(webm|mp4)$"},
            "https://example.org/video",
        ),
        "cover": Field(parsers.parse_cover, "A picture: relative path or address.", _TEXT, "figures/cover.png"),
        "cover_alt": Field(parsers.parse_text, "What the cover shows, in words.", _TEXT, "Fares by hour of day"),
        "featured": Field(parsers.parse_bool, "Whether it comes before all others.", _BOOL, example=True),
        "draft": Field(parsers.parse_bool, "Whether it stays unpublished for now.", _BOOL, example=False),
        "lang": Field(parsers.parse_language, "The language it is written in (BCP 47).", _TEXT, "zh"),
        "verify": Field(
            entries.parse_verify,
            "Whether a machine may run its notebooks, why not, and for how many seconds.",
            {
                "anyOf": [
                    _BOOL,
                    _words(*entries.VERIFY_MODES),
                    _entry(
                        (),
                        mode=_words(*entries.VERIFY_MODES),
                        reason=_TEXT,
                        timeout={"type": "integer", "minimum": 1},
                    ),
                ]
            },
            {"mode": "skip", "reason": "needs a GPU for two hours"},
            entries.VERIFY_KEYS,
        ),
    }
)
