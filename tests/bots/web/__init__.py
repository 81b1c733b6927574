"""Tests of the web server: API, middlewares and pages."""
