"""Disagreements with a decision."""
