"""Lengths of tests: short, or with FULL_LENGTH=1 as long as in production and more thorough."""

from __future__ import annotations

import os

FULL_LENGTH = bool(os.environ.get("FULL_LENGTH"))
