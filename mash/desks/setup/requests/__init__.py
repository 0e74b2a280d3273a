"""What an agency's requests carry and ask: its template."""
