"""Agencies: made, changed, serving areas, and ended in one."""
