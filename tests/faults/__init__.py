"""Bad input, stale tabs, ended sessions, two at once, and processes killed at any moment."""
