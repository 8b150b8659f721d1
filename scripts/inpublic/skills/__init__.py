"""What the code of notebooks proves of its author: reading code, the map from packages to skills, the evidence."""
