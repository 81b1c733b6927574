"""The HTTP API: parse what came in, call one method of the core, show what it returned."""
