"""Files on the disk: whole or not at all, only our own, and one run at a time."""
