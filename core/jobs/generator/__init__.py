"""Clients of the generator; the only HTTP in core."""
