"""What the dates of the work say: the log by weeks, learning against building, milestones by year. No clock."""
