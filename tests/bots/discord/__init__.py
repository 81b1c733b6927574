"""Tests of the Discord adapter, on the real discord.py and a fake Discord."""
