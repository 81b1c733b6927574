"""How the schema came to be, one dated change a file."""

# The newest revision, kept here so that looking whether there is anything to do needs no Alembic.
HEAD = "2026_11_30_panel_objects"
