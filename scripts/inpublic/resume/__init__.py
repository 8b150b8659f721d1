"""The resume: what `docs/resume.yml` says in the fields of JSON Resume, filled in from the work."""
