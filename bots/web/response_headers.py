"""Security and cache headers of every response."""

from __future__ import annotations

SERVER = {"Server": "ComicAI"}  # instead of the library and its version
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",  # for browsers that do not support frame-ancestors
    "Cache-Control": "no-store",
}
