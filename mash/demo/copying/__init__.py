"""Makes a county of any size: stories that were played are copied in bulk, with other people, at other times."""
