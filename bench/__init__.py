"""Benchmarks of speed and size: `make bench`, or `python -m bench [NAME ...]`."""
