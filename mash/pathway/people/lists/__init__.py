"""Lists of people that agencies keep in files of their own: read, taken into the register, and looked up in it."""
