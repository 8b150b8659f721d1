"""Stored widgets as a static snapshot of what the author saw: no library, no script."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

Json = Any
"""What a notebook holds, of whatever kind."""

State = Mapping[str, Json]
States = Mapping[str, State]
_STATES = "application/vnd.jupyter.widget-state+json"
_REFERENCE = "IPY_MODEL_"
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Tools:
    """Carries what widgets need of the page: rendering outputs, keeping a picture, cleaning HTML."""

    states: States
    outputs: Callable[[Sequence[Mapping[str, Json]]], str]
    picture: Callable[[bytes, str], str | None]
    clean: Callable[[str], str]
    depth: int = _DEPTH


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
) -> str:
    """Draw the widget of a view; empty when its state was not stored, or says nothing that can be drawn."""
    html = _model(view.get("model_id"), Tools(states, render_outputs, picture, clean))
    return f'<div class="ip-widgets">{html}</div>' if html else ""


def _model(name: Json, tools: Tools) -> str:
    model = tools.states.get(name) if isinstance(name, str) else None
    if model is None or not tools.depth:
        return ""
    state = _mapping(model.get("state"))
    if _is_hidden(state, tools):
        return ""
    kind = str(model.get("model_name", "")).removesuffix("Model")
    draw = _KINDS.get(kind)
    if draw is None:
        return _stored_picture(state, tools)
    return draw(state, _deeper(tools), model)


def _deeper(tools: Tools) -> Tools:
    return Tools(tools.states, tools.outputs, tools.picture, tools.clean, tools.depth - 1)


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


def _sections(state: State, tools: Tools, _: State) -> str:
    """Draw tabs and accordions as sections to unfold, the chosen one open."""
    titles, chosen = list(_titles(state)), state.get("selected_index")
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
    html = tools.clean(value).strip() if isinstance(value, str) else ""
    return _line(state, html)


def _label(state: State, _: Tools, __: State) -> str:
    return _line(state, _text(state.get("value")))


def _choice(state: State, _: Tools, __: State) -> str:
    labels, index = state.get("_options_labels"), state.get("index")
    chosen = index if isinstance(index, list) else [index]
    words = [_text(_at(labels, one)) for one in chosen if isinstance(one, int)] if isinstance(labels, list) else []
    return _line(state, ", ".join(filter(None, words)) or _text(state.get("value")))


def _check(state: State, _: Tools, __: State) -> str:
    return _line(state, "☑" if state.get("value") is True else "☐")


def _button(state: State, _: Tools, __: State) -> str:
    words = _text(state.get("description"))
    return f'<span class="ip-widget ip-widget--button">{words}</span>' if words else ""


def _value(state: State, _: Tools, __: State) -> str:
    value = state.get("value")
    parts = value if isinstance(value, list | tuple) else [value]
    return _line(state, " – ".join(_text(part) for part in parts))


def _output(state: State, tools: Tools, _: State) -> str:
    outputs = state.get("outputs")
    return tools.outputs([one for one in outputs if isinstance(one, dict)]) if isinstance(outputs, list) else ""


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


def _line(state: State, value: str) -> str:
    words = _text(state.get("description"))
    if not (words or value):
        return ""
    label = f'<span class="ip-widget__label">{words}</span> ' if words else ""
    return f'<span class="ip-widget">{label}{value}</span>'


def _text(value: Json) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return escape(f"{value:g}" if isinstance(value, float) else str(value))


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
    _button: "Button",
    _value: (
        "IntSlider FloatSlider FloatLogSlider IntText FloatText BoundedIntText BoundedFloatText IntRangeSlider "
        "FloatRangeSlider Text Textarea Combobox DatePicker TimePicker ColorPicker Play ColorsInput TagsInput"
    ),
    _output: "Output",
    _image: "Image",
}
_KINDS: Mapping[str, Draw] = {name: draw for draw, names in _BY_DRAWING.items() for name in names.split()}
"""How each kind of widget is drawn; a password is not."""
