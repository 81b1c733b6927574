"""Slash commands and the message menu of the Discord adapter."""
