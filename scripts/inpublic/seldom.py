"""Prepares a process that others are copied from, so that its imports cost less: see `memory` and `patterns`.

Importing it is all there is to do with it; see `forking.PRELOADED`.
"""

from __future__ import annotations

from inpublic.memory import collect_seldom
from inpublic.patterns import take_kept

collect_seldom()
take_kept()
