"""Files that people send: checked, stripped, kept apart. Knows nothing of enquiries but their ids."""
