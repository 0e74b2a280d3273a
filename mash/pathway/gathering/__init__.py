"""Requests to agencies, their answers, and chasing."""
