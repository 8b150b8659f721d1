"""Notebook files and their cells, and what cells say about how they want to be shown."""
