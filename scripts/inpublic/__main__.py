"""Lets `python -m inpublic` do what `inpublic` does."""

from inpublic.cli import main

main(prog_name="inpublic")
