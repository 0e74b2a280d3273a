"""Plays scenarios: stories told as JSON, run through the real actions at the times that they say."""
