"""Sharing agreements: what agencies have signed, and what that opens and closes."""
