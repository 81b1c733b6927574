"""Telegram adapter. Code that all chat adapters share is in `bots.chat`."""

import os

# Makes python-telegram-bot return durations as `timedelta`; without it every access warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")
