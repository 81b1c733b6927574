"""Ports: the protocols through which the core reaches the outside world."""
