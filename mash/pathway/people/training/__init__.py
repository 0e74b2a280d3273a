"""Learns from the hub's own register, with Splink, how often descriptions of one person and of two come out alike."""
