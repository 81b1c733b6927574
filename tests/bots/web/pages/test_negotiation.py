"""Tests of content negotiation: pages for browsers, JSON for programs."""

from __future__ import annotations

import pytest

from bots.web.pages.negotiation import prefers_page

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "wants_page"),
    [
        (FIREFOX, True),
        ("text/html", True),
        ("TEXT/HTML; charset=utf-8", True),
        ("application/xhtml+xml", True),
        ("application/json;q=0.5, text/html", True),
        *(("", False), ("*/*", False), ("application/json", False), ("text/*", False)),
        ("application/json, text/html", False),
        ("text/html;q=0.4, */*;q=0.5", False),
        ("text/html;q=0", False),
        *(("text/html;q=nan", False), ("text/html;q=x", False), (";;,,==\0", False)),
    ],
)
def test_a_page_is_served_only_if_html_is_preferred(accept: str, wants_page: bool) -> None:
    assert prefers_page(accept) is wants_page
