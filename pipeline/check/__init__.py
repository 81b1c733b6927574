"""Conformance checker: tests any server against generator contract v1."""
