"""What an area tells the public and professionals in its own words."""
