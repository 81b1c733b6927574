"""The gallery, its presentation in chats, and renditions of pictures."""
