"""Two records, one person: told apart, merged by two people, and taken back."""
