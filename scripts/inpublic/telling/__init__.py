"""What people and programs are told of a run: lines, annotations, JSON, exit codes."""
