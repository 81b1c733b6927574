"""Handlers of commands and buttons that are the same on all chat platforms."""
