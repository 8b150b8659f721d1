"""What pages are made of: addresses, links, badges, cards, text."""
