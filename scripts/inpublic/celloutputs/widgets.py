"""Stored widgets as a static snapshot of what the author saw: no library, no script."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.text.markers import scrub

Json = Any
"""What a notebook holds, of whatever kind."""

State = Mapping[str, Json]
States = Mapping[str, State]
_STATES = "application/vnd.jupyter.widget-state+json"
_REFERENCE = "IPY_MODEL_"
_VIEW = "application/vnd.jupyter.widget-view+json"
_DEPTH = 20
_MODELS = 1_000
"""Widgets that one view draws at the most: boxes that share their children may be endless."""


class Tools(Struct, frozen=True):
    """Carries what widgets need of the page: rendering outputs, keeping a picture, cleaning HTML.

    `within` names the models that hold the one being drawn, `budget` runs out when too many were drawn.
    """

    states: States
    outputs: Callable[[Sequence[Mapping[str, Json]]], str]
    picture: Callable[[bytes, str], str | None]
    clean: Callable[[str], str]
    within: frozenset[str] = frozenset()
    budget: Iterator[int] = field(default_factory=lambda: iter(range(_MODELS)))


def widget_states(metadata: Mapping[str, Json]) -> States:
    """Return the stored models by id, as Jupyter saves them, as Colab does, and as they once were."""
    found = _mapping(metadata.get("widgets"))
    found = _mapping(found.get(_STATES)) or found
    models = _mapping(found.get("state")) or found
    return {name: model for name, model in models.items() if isinstance(model, dict) and "model_name" in model}


def widget_html(
    view: Mapping[str, Json],
    states: States,
    render_outputs: Callable[[Sequence[Mapping[str, Json]]], str],
    picture: Callable[[bytes, str], str | None],
    clean: Callable[[str], str],
) -> str | None:
    """Draw the widget of a view; empty when its author saw nothing, None when it cannot be drawn."""
    tools = Tools(states, render_outputs, picture, clean)
    html = _model(view.get("model_id"), tools)
    if not html:
        return "" if _shows_nothing(view.get("model_id"), tools) else None
    return f'<div class="ip-widgets">{html}</div>'


def _shows_nothing(name: Json, tools: Tools) -> bool:
    """Tell whether a widget is hidden, or is a place for outputs that has none."""
    model = _mapping(tools.states.get(name)) if isinstance(name, str) else {}
    state = _mapping(model.get("state"))
    return _is_hidden(state, tools) or (model.get("model_name") == "OutputModel" and not state.get("outputs"))


def _model(name: Json, tools: Tools) -> str:
    model = tools.states.get(name) if isinstance(name, str) else None
    if model is None or name in tools.within or len(tools.within) >= _DEPTH or next(tools.budget, None) is None:
        return ""
    state = _mapping(model.get("state"))
    if _is_hidden(state, tools):
        return ""
    kind = str(model.get("model_name", "")).removesuffix("Model")
    draw = _KINDS.get(kind)
    if draw is None:
        return _stored_picture(state, tools)
    return draw(state, replace(tools, within=tools.within | {name}), model)


def _is_hidden(state: State, tools: Tools) -> bool:
    layout = _mapping(_mapping(tools.states.get(_id(state.get("layout")))).get("state"))
    return layout.get("display") == "none" or layout.get("visibility") == "hidden"


def _id(reference: Json) -> str:
    return reference.removeprefix(_REFERENCE) if isinstance(reference, str) else ""


def _children(state: State, tools: Tools) -> list[str]:
    children = state.get("children")
    return [_model(_id(child), tools) for child in children] if isinstance(children, list) else []


def _row(state: State, tools: Tools, _: State) -> str:
    inner = "".join(_children(state, tools))
    return f'<div class="ip-widgets__row">{inner}</div>' if inner else ""


def _column(state: State, tools: Tools, _: State) -> str:
    inner = "".join(_children(state, tools))
    return f'<div class="ip-widgets__column">{inner}</div>' if inner else ""


def _sections(state: State, tools: Tools, model: State) -> str:
    """Draw tabs and accordions as sections to unfold, the chosen one open; the first when none is named."""
    first = 0 if model.get("model_name") == "TabModel" or "_titles" in state else None
    titles, chosen = list(_titles(state)), state.get("selected_index", first)
    return "".join(
        f"<details{' open' if number == chosen else ''}><summary>{_text(_at(titles, number) or f'Part {number + 1}')}"
        f"</summary>{html}</details>"
        for number, html in enumerate(_children(state, tools))
        if html
    )


def _titles(state: State) -> Iterator[str]:
    titles, old = state.get("titles"), _mapping(state.get("_titles"))
    if isinstance(titles, list | tuple):
        yield from map(str, titles)
    else:
        yield from (str(old.get(str(number), "")) for number in range(len(old)))


def _progress(state: State, _: Tools, __: State) -> str:
    low, high, value = (_number(state.get(name), default) for name, default in (("min", 0), ("max", 100), ("value", 0)))
    words = _text(state.get("description")) or "progress"
    span = high - low
    part = f' value="{max(0.0, min(value - low, span)):g}" max="{span:g}"' if span > 0 else ""
    label = "" if words == "progress" else f"{words} "
    return f'<span class="ip-widget">{label}<progress{part} aria-label="{words}"></progress></span>'


def _html(state: State, tools: Tools, _: State) -> str:
    value = state.get("value")
    html = tools.clean(scrub(value)).strip() if isinstance(value, str) else ""
    return _line(state, html and f"<div>{html}</div>", "div")


def _label(state: State, _: Tools, __: State) -> str:
    return _line(state, _text(state.get("value")))


def _choice(state: State, _: Tools, model: State) -> str:
    labels, index = state.get("_options_labels"), state.get("index")
    chosen = index if isinstance(index, list) else [index]
    words = [_text(_at(labels, one)) for one in chosen if isinstance(one, int)] if isinstance(labels, list) else []
    between = " – " if "Range" in str(model.get("model_name")) else ", "
    return _line(state, between.join(filter(None, words)) or _text(state.get("value")))


def _check(state: State, _: Tools, __: State) -> str:
    return _line(state, "☑" if state.get("value") is True else "☐")


def _button(state: State, _: Tools, model: State) -> str:
    words = _text(state.get("description", "Upload" if model.get("model_name") == "FileUploadModel" else ""))
    return f'<span class="ip-widget ip-widget--button">{words}</span>' if words else ""


def _number_line(state: State, _: Tools, model: State) -> str:
    return _line(state, _text(state.get("value", 1 if model.get("model_name") == "FloatLogSliderModel" else 0)))


def _several(state: State, _: Tools, model: State) -> str:
    value = state.get("value")
    between = " – " if "Range" in str(model.get("model_name")) else ", "
    return _line(state, between.join(map(_text, value)) if isinstance(value, list) else _text(value))


def _field(state: State, _: Tools, __: State) -> str:
    """Draw what may be typed into, with its frame: it is seen even when it is empty."""
    return _line(state, _framed(_text(state.get("value"))))


def _framed(value: str) -> str:
    return f'<span class="ip-widget__field">{value}</span>'


def _moment(state: State, _: Tools, __: State) -> str:
    """Write a date or time, of which months count from 0."""
    value = state.get("value")
    date, time = (_integers(value, *names) for names in (("year", "month", "date"), ("hours", "minutes")))
    parts = [f"{date[0]:04}-{date[1] + 1:02}-{date[2]:02}"] if date else []
    parts += [f"{time[0]:02}:{time[1]:02}"] if time else []
    return _line(state, _framed(" ".join(parts) or _text(value)))


def _integers(value: Json, *names: str) -> list[int]:
    """Return the numbers of these names, or none unless all are there."""
    found = [_mapping(value).get(name) for name in names]
    return [one for one in found if isinstance(one, int)] if all(isinstance(one, int) for one in found) else []


def _output(state: State, tools: Tools, _: State) -> str:
    """Draw stored outputs; widgets among them here, so that one that holds itself comes to an end."""
    outputs = state.get("outputs")
    known = [one for one in outputs if isinstance(one, dict)] if isinstance(outputs, list) else []
    pieces: list[str] = []
    for is_view, group in groupby(known, key=_is_view):
        several = list(group)
        pieces += [_nested(one, tools) for one in several] if is_view else [tools.outputs(several)]
    return "\n".join(filter(None, pieces))


def _is_view(output: Mapping[str, Json]) -> bool:
    return _VIEW in _mapping(output.get("data"))


def _nested(output: Mapping[str, Json], tools: Tools) -> str:
    name = _mapping(output["data"][_VIEW]).get("model_id")
    html = _model(name, tools)
    others = {mime: value for mime, value in output["data"].items() if mime != _VIEW}
    return html or ("" if _shows_nothing(name, tools) else tools.outputs([{**output, "data": others}]))


def _image(state: State, tools: Tools, model: State) -> str:
    buffers = model.get("buffers")
    for buffer in buffers if isinstance(buffers, list) else []:
        entry = _mapping(buffer)
        data = _bytes(entry.get("data"), entry.get("encoding"))
        image = tools.picture(data, "") if data else None
        if image:
            return image
    return _stored_picture(state, tools)


def _stored_picture(state: State, tools: Tools) -> str:
    """Show the picture that a widget has kept of itself, as ipympl does."""
    address = state.get("_data_url")
    if not isinstance(address, str) or ";base64," not in address:
        return ""
    data = _bytes(address.partition(",")[2], "base64")
    return (tools.picture(data, "") if data else None) or ""


def _line(state: State, value: str, tag: str = "span") -> str:
    words = _text(state.get("description"))
    if not (words or value):
        return ""
    label = f'<span class="ip-widget__label">{words}</span> ' if words else ""
    return f'<{tag} class="ip-widget">{label}{value}</{tag}>'


def _text(value: Json) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return escape(scrub(f"{value:g}" if isinstance(value, float) else str(value)))


def _number(value: Json, default: float) -> float:
    return float(value) if isinstance(value, int | float) and abs(value) < 1e300 else default


def _at(values: Json, index: int) -> Json:
    return values[index] if 0 <= index < len(values) else None


def _bytes(text: Json, encoding: Json) -> bytes:
    try:
        return bytes.fromhex(text) if encoding == "hex" else b64decode(text) if isinstance(text, str) else b""
    except (binascii.Error, ValueError, TypeError):
        return b""


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


Draw = Callable[[State, Tools, State], str]

_BY_DRAWING: Mapping[Draw, str] = {
    _row: "HBox Controller",
    _column: "VBox Box GridBox GridspecLayout AppLayout TwoByTwoLayout",
    _sections: "Tab Accordion Stack",
    _progress: "IntProgress FloatProgress",
    _html: "HTML HTMLMath",
    _label: "Label",
    _choice: "Dropdown Select RadioButtons ToggleButtons SelectionSlider SelectMultiple SelectionRangeSlider",
    _check: "Checkbox Valid ToggleButton",
    _button: "Button FileUpload",
    _number_line: "IntSlider FloatSlider FloatLogSlider IntText FloatText BoundedIntText BoundedFloatText Play",
    _several: "IntRangeSlider FloatRangeSlider ColorPicker ColorsInput TagsInput FloatsInput IntsInput",
    _field: "Text Textarea Combobox",
    _moment: "DatePicker TimePicker DatetimePicker NaiveDatetimePicker",
    _output: "Output",
    _image: "Image",
}
_KINDS: Mapping[str, Draw] = {name: draw for draw, names in _BY_DRAWING.items() for name in names.split()}
"""How each kind of widget is drawn; a password is not."""
