"""Fault-point tests: a process is killed at each of its effects, and its successor recovers."""
