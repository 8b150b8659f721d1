"""What a learner says about a project, in whichever of the places and spellings: read into one record."""
