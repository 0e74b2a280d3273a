"""The administrators' desk: the partnership as it stands, and the access table that partners sign."""
