"""Tests of the code shared by the chat adapters."""
