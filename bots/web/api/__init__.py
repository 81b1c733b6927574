"""HTTP API: one module of handlers per subject, and the parsing and rendering they share."""
