"""A process that converts is copied from one that has converted."""

from __future__ import annotations

import subprocess
import sys

from inpublic.convert import convert_source
from inpublic.warm import NOTEBOOK

FIRST = """
import re
from importlib import import_module
from inpublic.forking import PRELOADED
for name in PRELOADED:
    import_module(name)
compiled = []
compile_ = re._compiler.compile
re._compiler.compile = lambda pattern, flags=0: compiled.append(pattern) or compile_(pattern, flags)
from inpublic.convert import convert_source
convert_source(".ipynb", __import__("inpublic.warm").warm.NOTEBOOK)
print(len(compiled))
"""


def test_the_small_notebook_has_no_faults() -> None:
    document = convert_source(".ipynb", NOTEBOOK).document
    assert (document.faults, document.losses, document.findings) == ((), (), ())
    assert "".join(block.html for block in document.blocks).count("<table") == 2


def test_nothing_is_left_to_compile_for_another_one() -> None:
    found = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "0"


LOOKED = """
import gc
from importlib import import_module
from inpublic.forking import PRELOADED
before = gc.get_stats()[2]["collections"]
for name in PRELOADED:
    import_module(name)
print(gc.get_stats()[2]["collections"] - before, gc.get_freeze_count() > 50_000, gc.get_count()[0] < 1000)
"""


def test_it_does_not_look_for_unused_objects_while_it_imports_nor_do_its_copies_look_through_its_own() -> None:
    found = subprocess.run([sys.executable, "-c", LOOKED], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.split() == ["0", "True", "True"]
