"""Somebody disagrees with a decision: its stages, who keeps the child safe meanwhile, and what comes of it."""
