"""The analysts' desk: numbers without people."""
