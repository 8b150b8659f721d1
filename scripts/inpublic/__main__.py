"""Lets `python -m inpublic` do what `inpublic` does."""

from inpublic.entry import main

main()
