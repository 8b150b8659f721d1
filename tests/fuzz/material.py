"""What the fuzz tests are made of: odd values, texts in all dialects, and sound notebooks to damage."""

from __future__ import annotations

import base64
import json
import os
import runpy
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

Json = Any
"""A value as json.loads makes it."""

Where = tuple[str | int, ...]
"""A path into JSON."""

CASES = Path(__file__).parents[1] / "cases"

ODD_TEXT = [
    "",
    " ",
    "\x00",
    "\x1b[31m",
    "\x1b]8;;http://x\x07",
    "\ud800",
    "\udfff\ud800",
    "\ufdd0s0\ufdd1",
    "\ufdd0l99\ufdd1",
    "\ufdd0f0\ufdd1",
    "\u202e",
    "\u2028",
    "\x85",
    "\r",
    "\b\b\b",
    "\ufeff",
    "𝒳" * 3,
    "e\u0301" * 3,
    "{{ 1/0 }}{% include 'x' %}{# #}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>1</script></svg>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "[x](javascript:alert(1)) ![x](javascript:1)",
    "</pre></div></template></details>",
    "<!--",
    "<![CDATA[",
    "<?php ?>",
    "]]>",
    "../../../etc/passwd",
    "https://example.org/a?b=c&d#e",
    "data:text/html,<script>1</script>",
    "data:image/png;base64,AAAA",
    "http://[::1",
    "/\t/[x",
    " //[x",
    "//evil.example/x.png",
    "x" * 3000,
    "[" * 300,
    "$$" * 100,
    "\\begin{align}\\label{a}",
    "a: &a [*a]\n",
    "%s%n{0}{x}",
    "NaN",
    "1e999",
    "-0",
]
NUMBERS = [0, -1, 1, 2**31, 2**63, -(2**64), 10**30, 1e308, float("inf"), float("-inf"), float("nan"), 0.1, True]
MIMES = [
    "text/plain",
    "text/html",
    "text/latex",
    "text/markdown",
    "text/x-python",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/svg+xml",
    "image/tiff",
    "application/json",
    "application/geo+json",
    "application/javascript",
    "application/pdf",
    "application/mathml+xml",
    "application/vnd.jupyter.widget-view+json",
    "application/vnd.plotly.v1+json",
    "application/vnd.vegalite.v5+json",
    "application/vnd.vega.v5+json",
    "application/vnd.bokehjs_exec.v0+json",
    "application/vnd.bokehjs_load.v0+json",
    "application/vnd.dataresource+json",
    "audio/wav",
    "video/mp4",
    "x/y",
    "",
    "+json",
]


def nested(depth: int, *, mapping: bool = False) -> Json:
    value: Json = 0
    for _ in range(depth):
        value = {"a": value} if mapping else [value]
    return value


SCALARS = (
    st.sampled_from([None, *NUMBERS, *ODD_TEXT])
    | st.text(st.characters(), max_size=12)
    | st.integers()
    | st.floats()
    | st.builds("{}{}".format, st.sampled_from(ODD_TEXT), st.sampled_from(ODD_TEXT))
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(MIMES) | st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
) | st.builds(nested, st.sampled_from([30, 60, 300]), mapping=st.booleans())


def picture(kind: str, mode: str = "RGB") -> bytes:
    from PIL import Image

    file = BytesIO()
    Image.new(mode, (3, 2)).save(file, kind)
    return file.getvalue()


def stored(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _shown(*bundles: dict[str, Json], **more: Json) -> Json:
    outputs = [{"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in bundles]
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "show()", "outputs": outputs, **more}


def _made() -> Iterator[Json]:
    """Make sound notebooks with every kind of output, directive, tag, attachment and widget."""
    png, gif = stored(picture("PNG")), stored(picture("GIF"))
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>a{fill:red}</style>'
        '<a href="#x"><rect id="x" width="4" height="4" style="fill:url(#x)"/></a></svg>'
    )
    words = (
        "---\ntitle: A\ntags: [a, b]\n---\n# Head {#top}\n\nWords **b** $x^2$ ![p](attachment:p.png) "
        "[l](other.ipynb#a)\n\n|a|b|\n|-|-|\n|1|$|x|$|\n"
    )
    yield {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": words, "attachments": {"p.png": {"image/png": png}}},
            {
                "cell_type": "code",
                "execution_count": 2,
                "metadata": {
                    "tags": ["hide-input"],
                    "jupyter": {"outputs_hidden": True},
                    "collapsed": True,
                    "mystnb": {"figure": {"caption": "C", "name": "fig-n"}, "image": {"alt": "A"}},
                },
                "source": [
                    "#| label: fig-a\n",
                    "#| fig-cap: [One, Two]\n",
                    "import numpy as np  # @param {type: 'string'}\n",
                    "%matplotlib inline",
                ],
                "outputs": [
                    {"output_type": "stream", "name": "stdout", "text": ["a\x1b[31mb\x1b[0m\n", "1%\r2%\n"]},
                    {"output_type": "stream", "name": "stderr", "text": "oh\b\b"},
                    {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[1;31mE\x1b[0m", "v"]},
                    {
                        "output_type": "execute_result",
                        "execution_count": 2,
                        "metadata": {"image/png": {"width": 5, "height": 4, "alt": "w"}},
                        "data": {"image/png": png, "text/plain": "<Figure>"},
                    },
                ],
            },
            {
                "cell_type": "raw",
                "metadata": {"format": "text/html", "raw_mimetype": "text/latex"},
                "source": "<b>raw</b>",
            },
        ],
        "metadata": {
            "language_info": {
                "name": "python",
                "file_extension": ".py",
                "mimetype": "text/x-python",
                "pygments_lexer": "ipython3",
            },
            "kernelspec": {"name": "python3", "language": "python", "display_name": "P"},
            "inpublic": {"title": "T", "results": [{"metric": "m", "value": 1}]},
            "hide_input": True,
            "mystnb": {"remove_code_source": False},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    table = (
        "<style>#T_a_row0_col0 {color: red}</style>"
        "<table class='dataframe' id='T_a'><tr><th></th><td id='T_a_row0_col0'>1</td></tr></table>"
    )
    film = (
        "<iframe src='https://www.youtube.com/embed/x' height=9></iframe>"
        "<details><summary>s</summary>x</details><video src=a.mp4></video>"
    )
    live = "<div id='abc'></div><script>document.body</script><svg><path d='M0 0'/></svg>"
    yield {
        "cells": [
            _shown(
                {"text/html": table}, {"text/html": live}, {"text/html": "<style>p{color:red}</style><p>styled</p>"}
            ),
            _shown(
                {"image/svg+xml": drawing},
                {"image/gif": gif},
                {"text/latex": "$$\\frac{1}{2}\\label{eq:a}$$"},
                {"text/markdown": "**m** \\eqref{eq:a}"},
            ),
            _shown(
                {"application/json": {"a": [1, {"b": None}]}},
                {"application/vnd.plotly.v1+json": {"data": [], "layout": {}}, "text/html": live},
            ),
            _shown(
                {"application/vnd.vegalite.v5+json": {"mark": "bar", "data": {"values": []}}},
                {"application/javascript": "element.append('abc')"},
                {"application/pdf": stored(b"%PDF-1.4")},
                {"audio/wav": stored(b"RIFF0000WAVE")},
                {"application/mathml+xml": "<math><mi>x</mi></math>"},
            ),
            _shown({"text/html": film}),
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    view = "application/vnd.jupyter.widget-view+json"
    models = {
        "i0": ("VBoxModel", {"children": ["IPY_MODEL_i1", "IPY_MODEL_i2", "IPY_MODEL_i3", "IPY_MODEL_i4"]}),
        "i1": ("IntSliderModel", {"value": 3, "min": 0, "max": 9, "description": "d", "layout": "IPY_MODEL_i9"}),
        "i2": ("HTMLModel", {"value": "<b>h</b>"}),
        "i3": ("OutputModel", {"outputs": [{"output_type": "stream", "name": "stdout", "text": "o"}]}),
        "i4": ("TabModel", {"children": ["IPY_MODEL_i5"], "titles": ["t"], "_titles": {"0": "t"}, "selected_index": 0}),
        "i5": ("DropdownModel", {"_options_labels": ["a", "b"], "index": 1}),
        "i9": ("LayoutModel", {"width": "50%"}),
    }
    state = {
        name: {
            "model_module": "@jupyter-widgets/controls",
            "model_module_version": "1.5.0",
            "model_name": kind,
            "state": said,
        }
        for name, (kind, said) in models.items()
    }
    yield {
        "cells": [
            _shown(*[{view: {"model_id": name, "version_major": 2, "version_minor": 0}} for name in ("i0", "i5")])
        ],
        "metadata": {
            "widgets": {
                "application/vnd.jupyter.widget-state+json": {"state": state, "version_major": 2, "version_minor": 0}
            }
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    old = [
        {"cell_type": "heading", "level": 2, "source": "H"},
        {
            "cell_type": "code",
            "language": "python",
            "input": ["1"],
            "prompt_number": 1,
            "collapsed": False,
            "outputs": [
                {"output_type": "pyout", "prompt_number": 1, "text": ["1"], "png": png, "metadata": {}},
                {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["t"]},
                {"output_type": "stream", "stream": "stdout", "text": "s"},
            ],
        },
        {"cell_type": "markdown", "source": ["*m*"], "metadata": {}},
    ]
    yield {
        "metadata": {"name": "old"},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [{"cells": old, "metadata": {}}],
    }
    colab = '#@title T { display-mode: "form" }\n#@markdown *words*\nx = 1 #@param {type:"slider", min:0}\n'
    yield {
        "cells": [
            {
                "cell_type": "markdown",
                "metadata": {},
                "source": '# "Title"\n> "Summary"\n\n- toc: true\n- badges: true\n- author: me\n- categories: [a, b]\n',
            },
            {
                "cell_type": "code",
                "metadata": {"cellView": "form", "id": "x", "nbsphinx": "hidden", "scrolled": True},
                "execution_count": None,
                "source": colab,
                "outputs": [],
            },
            {
                "cell_type": "code",
                "metadata": {"tags": ["remove-stdout"]},
                "execution_count": None,
                "source": "%%bash\n#| echo: false\n#hide_line\nls",
                "outputs": [
                    {
                        "output_type": "display_data",
                        "transient": {"display_id": "d"},
                        "data": {"text/plain": "1"},
                        "metadata": {},
                    },
                    {
                        "output_type": "update_display_data",
                        "transient": {"display_id": "d"},
                        "data": {"text/plain": "2"},
                        "metadata": {},
                    },
                ],
            },
        ],
        "metadata": {"accelerator": "GPU", "colab": {"provenance": []}},
        "nbformat": 4,
        "nbformat_minor": 0,
    }


@cache
def notebooks() -> tuple[Json, ...]:
    """Return sound notebooks, made here or found in the golden cases, with the simplest first."""
    golden = [json.loads(path.read_text("utf-8")) for path in sorted((CASES / "cells").glob("*.json"))]
    framed = [given if isinstance(given, dict) else {"cells": given} for given in golden]
    return (*_made(), *({"metadata": {}, "nbformat": 4, "nbformat_minor": 5} | one for one in framed))


@cache
def real_cells() -> tuple[Json, ...]:
    """Return small cells of other people's notebooks, where they are beside the checkout."""
    folder = os.environ.get("INPUBLIC_NOTEBOOKS", "")
    found = []
    for path in sorted(Path(folder).rglob("*.ipynb")) if folder else ():
        cells = json.loads(path.read_text("utf-8-sig")).get("cells", [])
        found += [cell for cell in cells if len(json.dumps(cell)) < 12_000]
    return tuple(found)


def places(value: Json, here: Where = ()) -> Iterator[Where]:
    """Name all places in JSON, the outermost first."""
    yield here
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in pairs:
        yield from places(child, (*here, key))


def at(value: Json, where: Where) -> Json:
    for key in where:
        value = value[key]
    return value


def mutated(value: Json, changes: list[tuple[str, int, int, Json]]) -> Json:
    """Apply changes, each a kind, the numbers of one or two places, and something new."""
    value = deepcopy(value)
    for kind, first, second, new in changes:
        found = list(places(value))
        one, other = found[first % len(found)], found[second % len(found)]
        if not one:
            continue
        holder, key = at(value, one[:-1]), one[-1]
        if kind == "replace":
            holder[key] = deepcopy(new)
        elif kind == "delete":
            del holder[key]
        elif kind == "copy":
            holder[key] = deepcopy(at(value, other))
        elif kind == "rename" and isinstance(holder, dict):
            holder[str(new)[:200]] = holder.pop(key)
        elif kind == "twice" and isinstance(holder, list):
            holder.insert(int(key), deepcopy(holder[int(key)]))
        elif kind == "append":
            text = holder[key]
            holder[key] = text + str(new) if isinstance(text, str) else new
    return value


CHANGE = st.tuples(
    st.sampled_from(["replace", "append", "delete", "copy", "rename", "twice"]),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    JSON | st.sampled_from(MIMES),
)
CHANGES = st.lists(CHANGE, min_size=1, max_size=5)


def encoded(value: Json) -> bytes:
    """Write JSON as Python does, with NaN and lone surrogates, which a file may well hold."""
    return json.dumps(value).encode()


WORDS = runpy.run_path(str(Path(__file__).with_name("words.py")))
