"""Settings of chats, moderation by operators, and prompts saved by inline mode."""
