"""That this folder is a desk: what it offers to the rest is found by its app (`apps.py`)."""
