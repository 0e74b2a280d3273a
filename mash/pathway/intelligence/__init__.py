"""Items, handling and corrections: the sealed hub."""
