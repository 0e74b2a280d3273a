"""The enquiry page, put together from the parts of the pathway."""
