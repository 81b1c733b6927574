"""Durations in tests: shortened, or with FULL_LENGTH=1 as long as in production."""

from __future__ import annotations

import os

FULL_LENGTH = bool(os.environ.get("FULL_LENGTH"))
