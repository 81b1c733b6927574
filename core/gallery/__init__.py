"""Galleries, the gallery shown in chats, and renditions of pictures."""
