"""The verbs of triage: rating, the child protection fast path, and a proposal."""
