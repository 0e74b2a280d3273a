"""The forms of the parts of which the professional door is made."""
