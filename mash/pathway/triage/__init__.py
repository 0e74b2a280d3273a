"""Rating, the child protection fast path, proposals."""
