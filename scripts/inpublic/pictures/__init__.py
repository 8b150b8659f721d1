"""What pictures are, how large, what they note in secret, and what of them is published."""
