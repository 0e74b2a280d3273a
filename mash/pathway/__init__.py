"""The pathway, in the order in which an enquiry travels."""
