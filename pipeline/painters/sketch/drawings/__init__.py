"""Drawings in SVG files, which a person can draw and edit: things, beings, furniture."""
