"""Tests of the check of the server version."""

from __future__ import annotations

import pytest

from storage.server_versions import ServerTooOldError, check_version, server_version


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ("10.11.19-MariaDB-0+deb12u1", "MariaDB 10.11.19"),
        ("10.6.0-MariaDB", "MariaDB 10.6.0"),
        ("8.0.36", "MySQL 8.0.36"),
        ("8.4.0-commercial", "MySQL 8.4.0"),
    ],
)
def test_name_and_version_of_a_server_are_recognized(version: str, name: str) -> None:
    assert check_version(version) == name


@pytest.mark.parametrize("version", ["5.7.44-log", "10.5.9-MariaDB"])
def test_a_server_that_is_too_old_is_refused(version: str) -> None:
    with pytest.raises(ServerTooOldError, match="is required"):
        check_version(version)


def test_name_and_version_of_sqlite_are_recognized(sqlite_url: str) -> None:
    assert server_version(sqlite_url).startswith("SQLite 3.")


@pytest.mark.mariadb
def test_name_and_version_of_a_real_server_are_recognized(mariadb_url: str) -> None:
    assert server_version(mariadb_url).startswith("MariaDB 1")
