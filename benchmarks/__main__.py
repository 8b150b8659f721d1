"""The command line: `python -m benchmarks --help`."""

from __future__ import annotations

from benchmarks.commands import main

main()
