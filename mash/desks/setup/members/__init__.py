"""Members: invited, given roles, and let go."""
