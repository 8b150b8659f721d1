"""What is known before any work is read: mkdocs.yml, git, and where the repository is."""
