"""The verbs of a disagreement."""
