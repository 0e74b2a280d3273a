"""Areas: made, and what each says of itself."""
