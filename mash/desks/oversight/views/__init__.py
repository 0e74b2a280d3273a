"""The auditors' pages. None shows what an enquiry says."""
