"""Front doors, enquiries and the people as described."""
