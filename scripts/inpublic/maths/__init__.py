"""Formulas: where they stand in a text, their TeX, and the MathML that pages hold."""
