"""The front door of those who work with children or adults: parts that are told in any order, and one sending."""
