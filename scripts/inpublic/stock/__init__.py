"""Proof that nothing is lost: the stock of a source, taken anew and compared with its page."""
