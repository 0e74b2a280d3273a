"""The kinds of worry by which the whole hub names what it is told."""
