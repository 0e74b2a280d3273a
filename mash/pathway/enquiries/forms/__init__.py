"""What people type at the front doors and about an enquiry."""
