"""What a database's URL is made into."""

from __future__ import annotations

import ssl

import pytest

from storage.engines import make_engine, make_sync_engine, parse_url


@pytest.mark.parametrize(
    ("url", "driver", "sync_driver"),
    [
        ("mysql://u@h/d", "aiomysql", "pymysql"),
        ("mariadb://u@h/d", "aiomysql", "pymysql"),
        ("mysql+pymysql://u@h/d", "aiomysql", "pymysql"),
        ("sqlite:///x.sqlite3", "aiosqlite", "pysqlite"),
        ("sqlite+aiosqlite:///x.sqlite3", "aiosqlite", "pysqlite"),
    ],
)
def test_the_driver_is_ours_whichever_the_url_names(
    url: str, driver: str, sync_driver: str
) -> None:
    assert make_engine(url, pool_size=1).dialect.driver == driver
    assert make_sync_engine(url).dialect.driver == sync_driver


def test_what_the_url_says_of_tls_does_not_reach_the_driver_as_text() -> None:
    assert not make_engine("mysql://u@h/d?tls=true", pool_size=1).url.query


def test_the_authorities_that_the_url_names_are_read_at_once() -> None:
    with pytest.raises(ssl.SSLError):  # this file holds no certificate
        make_engine(f"mysql://u@h/d?ssl_ca={__file__}", pool_size=1)


def test_a_password_is_never_shown() -> None:
    url = "mysql://u:secret@h/d"

    assert "secret" not in repr(parse_url(url))
    assert "secret" not in repr(make_engine(url, pool_size=1))
