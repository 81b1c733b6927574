"""Alembic migrations, one dated change per file."""

# The newest revision, kept here so that the check for pending migrations does not need Alembic.
HEAD = "2026_12_01_attempt_history"
