"""Commands of the Telegram adapter."""
