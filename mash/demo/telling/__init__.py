"""Tells the county's stories: two years of families, in words of its own, the same for the same seed."""
