"""What must not be published, and where it hides."""
