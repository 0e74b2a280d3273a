"""A child who lives elsewhere: an enquiry is offered to the area of the same hub where they live (rule 9)."""
