"""Figures of the sketch painter: bodies, heads, clothes, and what they hold."""
