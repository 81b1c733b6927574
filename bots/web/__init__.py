"""Web server: HTTP API and pages. Handlers parse the request, call the core and render."""
