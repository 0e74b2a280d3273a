"""Working time: opening hours, bank holidays, limits and reminders. Pure Python, no database."""
