"""Which agencies are asked about what."""
