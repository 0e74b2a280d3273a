"""The pages of what leaves the hub."""
