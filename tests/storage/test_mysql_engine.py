"""Tests of the engine for MySQL, without a server: TLS and hidden passwords."""

from __future__ import annotations

import ssl

import pytest

from storage.database_url import parse_url
from storage.mysql_engine import make_mysql_engine


def test_tls_options_are_passed_as_an_ssl_context() -> None:
    assert not make_mysql_engine("mysql://u@h/d?tls=true", pool_size=1).url.query


def test_the_ca_file_is_loaded_at_once() -> None:
    with pytest.raises(ssl.SSLError):  # this file holds no certificate
        make_mysql_engine(f"mysql://u@h/d?ssl_ca={__file__}", pool_size=1)


def test_a_password_is_never_shown() -> None:
    url = "mysql://u:secret@h/d"

    assert "secret" not in repr(parse_url(url))
    assert "secret" not in repr(make_mysql_engine(url, pool_size=1))
