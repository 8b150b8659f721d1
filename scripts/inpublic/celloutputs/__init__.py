"""What cells put out, made fit for a page."""
