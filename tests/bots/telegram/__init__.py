"""The Telegram adapter, with the real python-telegram-bot against a fake Bot API."""
