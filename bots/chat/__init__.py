"""Code shared by the chat adapters: cards, callback data, gallery view and status messages."""
