"""What is said when the embedded database cannot be had."""


class DatabaseUnavailable(Exception):
    """The database cannot be made, started or stopped; the message says what to do, in words for an operator."""
