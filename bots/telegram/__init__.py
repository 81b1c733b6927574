"""The Telegram adapter: what is Telegram's own, and nothing that another chat needs as well."""

import os

# The library's own switch for spans of time as `timedelta`; without it each one warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")
