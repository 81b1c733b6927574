"""Telegram adapter. Code that all chat adapters share is in `bots.chat`."""

import os

from core.runtime.optional_packages import hidden_packages

# Makes python-telegram-bot return durations as `timedelta`; without it every access warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# For Telegram Passport, and for the command line of httpx.
with hidden_packages("cryptography", "click", "pygments", "rich"):
    import telegram  # noqa: F401
