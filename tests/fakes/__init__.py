"""Protocol-true servers and working adapters for tests."""
