"""Middleware: rules that hold for every request."""
