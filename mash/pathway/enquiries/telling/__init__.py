"""The front doors: what each asks, and how what was told there is kept and sent."""
