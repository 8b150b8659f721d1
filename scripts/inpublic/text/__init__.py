"""Markdown and HTML, as Jupyter, GitHub and the dialects of other tools read them."""
