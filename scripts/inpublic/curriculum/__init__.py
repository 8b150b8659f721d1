"""The learner's own degree: what docs/curriculum.yml plans, and what the published work proves of it."""
