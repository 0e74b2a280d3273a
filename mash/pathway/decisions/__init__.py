"""Strategy discussions, decisions and outcomes."""
