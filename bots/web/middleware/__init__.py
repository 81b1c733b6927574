"""Middlewares and response headers that apply to every request."""
