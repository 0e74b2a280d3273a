"""Where people sit. Siblings never import each other."""
