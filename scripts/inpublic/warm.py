"""Converts a small notebook when it is imported: what compiles itself at first use is compiled before it is copied.

What is in memory then stays there, so neither this process nor its copies look through it for unused objects.

Importing it is all there is to do with it; see `forking.PRELOADED`.
"""

from __future__ import annotations

import json

from inpublic.convert import convert_source
from inpublic.memory import keep
from inpublic.patterns import keep_compiled

_TEXT = """\
# Heading

| table | of words |
|---|---|
| and | $x^2$ |

- [ ] a task with <b>HTML</b> and [a link](other.md)

```python
code = 1
```
"""
_CODE = '''\
%matplotlib inline
import numpy as np
from os import path as p


@cache
class A(B):
    """Words."""

    def __init__(self, a: int = 0x1F, *b, c=None):  # why
        self.a = f"{a:.2f}" + 'x\\n %s' % b[0] + r"\\d" if a in c and not 1.5e3 else len(a)
        raise ValueError("no") from e


print(a, end="")
!ls
%%time
'''
"""Something of each kind that code in Python is coloured by."""
_TABLE = '<table class="dataframe"><tr><td>1</td></tr></table>'
_PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
"""A black pixel."""
_OUTPUTS = [
    {"output_type": "stream", "name": "stdout", "text": "\x1b[31mred\x1b[0m"},
    {"output_type": "execute_result", "metadata": {}, "data": {"text/html": _TABLE, "text/plain": "1"}},
    {"output_type": "display_data", "metadata": {}, "data": {"image/png": _PICTURE, "text/plain": "1"}},
]
NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "nbformat_minor": 4,
        "metadata": {"language_info": {"name": "python"}},
        "cells": [
            {"cell_type": "raw", "metadata": {}, "source": "---\ntitle: A title\n---"},
            {"cell_type": "markdown", "metadata": {}, "source": _TEXT},
            {"cell_type": "code", "metadata": {}, "source": _CODE, "outputs": _OUTPUTS},
        ],
    }
).encode()
"""A little of what most notebooks hold."""

convert_source(".ipynb", NOTEBOOK)
keep_compiled()
keep()
