"""RSS, Atom and JSON feeds, and what their entries hold."""
