"""Permissions, release products, the egress gate, handovers and feedback."""
