"""The pages of deciding."""
