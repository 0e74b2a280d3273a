"""The service standard of an area: limits, opening hours and closures, each with the day from which it holds."""
