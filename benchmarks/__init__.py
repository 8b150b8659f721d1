"""Measures what inpublic costs, beside other tools and by itself; `python -m benchmarks` lists what it can do."""
