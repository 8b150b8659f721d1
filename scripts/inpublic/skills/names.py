"""How names are written that code uses: a dotted path, with what is not known of it marked."""

UNKNOWN = "?"
"""Stands in a name for a value of which only the package is known: `pandas.?.merge`."""

LATER = "$"
"""Begins the name of what was not bound when it was read: cells are not always in the order in which they were run."""
