"""A family that moves to another area keeps its history, and the hub there is told (DOMAIN rules 9 and 10)."""
