"""Results of projects: against their baselines, beside each other, and how they came to be."""
