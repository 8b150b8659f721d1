"""inpublic turns notebooks and write-ups in `projects/` into a portfolio site."""

__version__ = "0.1.0"
