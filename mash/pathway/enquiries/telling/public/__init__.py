"""The door for everybody: one question on a page, kept as it is answered, sent when it has been checked."""
