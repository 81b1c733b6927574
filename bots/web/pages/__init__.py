"""Web pages for browsers, on some paths next to the JSON of the API."""

from __future__ import annotations

from bots.web.pages.routes import OPERATIONS, add_pages, with_page

__all__ = ["OPERATIONS", "add_pages", "with_page"]
