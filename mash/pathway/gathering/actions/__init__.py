"""The verbs of asking agencies, of their answers, and of chasing them."""
