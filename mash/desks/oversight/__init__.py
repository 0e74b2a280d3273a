"""The auditors' desk: who looked at whom and why, refusals, broken glass, ties, and whether the ledger is sealed."""
