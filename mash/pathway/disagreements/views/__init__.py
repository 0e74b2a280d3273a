"""The pages of a disagreement."""
