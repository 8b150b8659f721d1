"""What mkdocs.yml says about the pages' Content-Security-Policy, checked; overrides/inpublic-policy.html writes it."""

from __future__ import annotations

import re

from inpublic.settings.sections import Section

KEY = "content_security_policy"
DIRECTIVES = (
    "script-src",
    "worker-src",
    "style-src",
    "img-src",
    "media-src",
    "font-src",
    "frame-src",
    "connect-src",
    "manifest-src",
    "form-action",
)
"""The directives that sources can be added to."""

_SOURCE = re.compile(r"(?:https|wss)://[\w.*-]+(?::\d+)?(?:/[\w./%~-]*)?|blob:|data:|'sha(?:256|384|512)-[\w+/=-]+'")
_WRITE = "Write true, false, or sources to add, such as {script-src: [https://cdn.example.org]}."


def check_policy(own: Section) -> None:
    """Add faults where the policy in the section `extra.inpublic` is not one that browsers understand."""
    choice = own.values.get(KEY)
    if choice is None or isinstance(choice, bool):
        return
    if not isinstance(choice, Section):
        own.fault(KEY, "has to be true, false or a section", _WRITE)
        return
    section = own.section(KEY)
    section.only(*DIRECTIVES)
    for name, sources in section.values.items():
        if not isinstance(sources, list) or not all(_is_source(source) for source in sources):
            section.fault(name, "has to be a list of sources", _HINT)


_HINT = "A source is a host with https:// before it, blob:, data:, or the hash of a script such as 'sha256-…'."


def _is_source(source: object) -> bool:
    return isinstance(source, str) and _SOURCE.fullmatch(source) is not None


def blocked_analytics(extra: Section) -> int:
    """Return the line of `extra.analytics` when the policy keeps it from running, else 0."""
    analytics = extra.values.get("analytics")
    choice = extra.section("inpublic").values.get(KEY)
    if not analytics or choice is False:
        return 0
    is_inline = isinstance(analytics, Section) and analytics.values.get("provider") == "google"
    is_allowed = isinstance(choice, Section) and bool(choice.values.get("script-src"))
    return 0 if is_allowed and not is_inline else extra.lines.get("analytics", 1)
