"""Measures pages at a county's size, beside an empty page of the same server and a bare query in the same run."""
