"""Database URLs: which of the two kinds of database a URL names."""

from __future__ import annotations

from sqlalchemy.engine import URL, make_url


def parse_url(url: str) -> URL:
    """Parse the URL and drop the driver: callers do not choose it."""
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return parsed.set(drivername="sqlite")
        case "mysql" | "mariadb":
            return parsed.set(drivername="mysql")
        case other:
            raise ValueError(f"not a MySQL or SQLite URL: {other}")
