"""The HTTP API: one module per subject, and how requests are parsed and answered."""
