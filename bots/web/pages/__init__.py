"""The web pages: what a person in a browser sees where programs see JSON."""

from __future__ import annotations

from bots.web.pages.routes import OPERATIONS, add_pages, beside

__all__ = ["OPERATIONS", "add_pages", "beside"]
