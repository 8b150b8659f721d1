"""Lets a process that others are copied from look for objects that nobody needs seldom, from its first import on.

Importing it is all there is to do with it; see `forking.PRELOADED`.
"""

from __future__ import annotations

from inpublic.memory import collect_seldom

collect_seldom()
