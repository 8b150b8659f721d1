"""Style that authors wrote, made harmless: declarations on an allow-list, sheets that stay where they belong.

What a page looks like is the site's; what a cell of a table looks like is its author's. So colours, weights and
sizes stay, and nothing can leave its place, cover something else or ask another host for anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from inpublic.text.markers import scrub

if TYPE_CHECKING:
    from tinycss2.ast import Node

# Names are kept as lines of words, which read better than sets of quoted ones.
_PROPERTIES = frozenset(
    (
        "--ansi --ansi-ground fill fill-opacity fill-rule stroke stroke-dasharray stroke-linecap "
        "stroke-linejoin stroke-opacity stroke-width stop-color stop-opacity text-anchor visibility color "
        "background background-color border-radius border-collapse border-spacing box-sizing caption-side "
        "clear column-count column-gap direction display flex flex-direction flex-wrap float font-family "
        "font-size font-style font-variant font-weight gap align-items justify-content height letter-spacing "
        "line-height list-style-type margin margin-bottom margin-left margin-right margin-top max-height "
        "max-width min-height min-width opacity overflow overflow-x overflow-y padding padding-bottom "
        "padding-left padding-right padding-top table-layout text-align text-decoration text-decoration-color "
        "text-decoration-line text-decoration-style text-indent text-transform unicode-bidi vertical-align "
        "white-space width word-break writing-mode"
    ).split()
)
_FETCHING = frozenset("url src image image-set -webkit-image-set cross-fade element paint expression".split())
"""Functions that load something, or did in some browser."""

_GROUNDS = ("background-color", "background")
_NO_COLOUR = frozenset({"inherit", "initial", "unset", "revert", "transparent", "none", "currentcolor", "auto"})
_GROUPS = frozenset({"media", "supports", "container", "layer"})


def safe_style(text: str) -> str:
    """Keep the harmless declarations of a `style` attribute, in the form that the site's style sheet knows.

    A colour without a ground becomes the variable `--ansi`, a ground without a colour `--ansi-ground`: the site
    sees to it that such text can be read in its light and its dark scheme. Both together are the author's choice.
    """
    declared: dict[str, str] = {}
    for name, value in _declarations(text, _PROPERTIES):
        if name == "background":
            declared.pop("background-color", None)
        declared[name] = value
    return scrub("; ".join(f"{name}: {value}" for name, value in _readable(declared)))


def plain_style(text: str) -> str:
    """Keep the harmless declarations of a `style` attribute as they are."""
    return scrub("; ".join(f"{name}: {value}" for name, value in _declarations(text, _PROPERTIES)))


def merge_styles(*styles: str) -> str:
    """Join the contents of `style` attributes; of a property said twice the last holds."""
    return safe_style(";".join(filter(None, styles)))


def rules_of(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and declarations of a sheet's plain rules; at-rules are left out."""
    import tinycss2

    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude).strip(), tinycss2.serialize(rule.content)


def safe_sheet(sheet: str) -> str:
    """Keep of a style sheet what asks no other host for anything; for use where it reaches nothing else."""
    import tinycss2

    return scrub("\n".join(_safe_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))))


def _safe_rules(rules: Iterable[Any]) -> Iterator[str]:  # Any: tinycss2's nodes differ in their attributes
    import tinycss2

    for rule in rules:
        if rule.type == "qualified-rule":
            body = "; ".join(f"{name}: {value}" for name, value in _declarations(rule.content, None))
            selector = tinycss2.serialize(rule.prelude).strip()
            if body and "<" not in selector:
                yield f"{selector} {{ {body} }}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS and rule.content is not None:
            if "dark" in tinycss2.serialize(rule.prelude):
                continue  # such HTML stands on a light ground in both schemes
            inner = "\n".join(_safe_rules(tinycss2.parse_rule_list(rule.content, skip_comments=True)))
            yield f"@{rule.lower_at_keyword} {tinycss2.serialize(rule.prelude).strip()} {{ {inner} }}"


def _declarations(content: Any, allowed: frozenset[str] | None) -> Iterator[tuple[str, str]]:  # Any: text or nodes
    import tinycss2

    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration" or not (allowed is None or node.lower_name in allowed or _is_border(node)):
            continue
        value = tinycss2.serialize(node.value).strip()
        if value and "<" not in value and all(map(_is_safe, node.value)) and not _leaves(node.lower_name, value):
            yield (
                node.name if allowed is None else node.lower_name,
                value + " !important" * (node.important and allowed is None),
            )


def _is_border(node: Any) -> bool:  # Any: as above
    return bool(node.lower_name.startswith("border"))


def _leaves(name: str, value: str) -> bool:
    """Tell whether something would be drawn outside its place."""
    return (name.startswith("margin") and "-" in value) or (name == "position" and value.lower() in ("fixed", "sticky"))


def _is_safe(node: Node) -> bool:
    kind = node.type
    if kind in ("url", "error", "{} block"):
        return False
    if kind == "function":
        return node.lower_name not in _FETCHING and all(map(_is_safe, node.arguments))
    return all(map(_is_safe, node.content)) if kind in ("() block", "[] block") else True


def _readable(declared: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    grounds = [name for name in _GROUNDS if declared.get(name, "transparent").lower() not in _NO_COLOUR]
    has_colour = declared.get("color", "inherit").lower() not in _NO_COLOUR
    for name, value in declared.items():
        if name in _GROUNDS and name not in grounds:
            continue
        if name == "color" and not grounds:
            if has_colour:
                yield "--ansi", value
        elif name in grounds and not has_colour and "gradient" not in value:
            yield "--ansi-ground", value
        else:
            yield name, value
