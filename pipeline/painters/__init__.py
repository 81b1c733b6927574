"""Painters: each draws the picture of a panel, without lettering."""
