"""A synthetic partnership, its people and its stories."""
