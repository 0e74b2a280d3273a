"""Measures pages and submissions, as ratios to an empty page of the same server in the same run."""
