"""Chaos tests: processes and servers are killed while users request comics."""
