"""Tests of the order of test files."""

from __future__ import annotations

import pytest

PLAIN = "def test_one(): pass\n"
MANY = "def test_one(): pass\ndef test_two(): pass\ndef test_three(): pass\n"
SERVERS = f"import pytest\npytestmark = pytest.mark.servers\n{PLAIN}"
LONG = f"import pytest\npytestmark = pytest.mark.timeout(600)\n{PLAIN}"
SHORT = f"import pytest\npytestmark = pytest.mark.timeout(5)\n{PLAIN}"

INI = """
[pytest]
timeout = 120
asyncio_default_fixture_loop_scope = function
markers = servers: starts other servers
"""
CONFTEST = """
from tests.collection_order import put_longest_first
def pytest_collection_modifyitems(items): put_longest_first(items)
"""

pytest_plugins = ["pytester"]


def test_slow_files_run_first_and_keep_their_order(pytester: pytest.Pytester) -> None:
    pytester.makeini(INI)
    pytester.makeconftest(CONFTEST)
    sources = {"a_short": SHORT, "b_many": MANY, "c_servers": SERVERS, "d_long": LONG}
    pytester.makepyfile(**{f"test_{name}": source for name, source in sources.items()})

    listed = pytester.runpytest("--collect-only", "-q").outlines

    assert [line for line in listed if "::" in line] == [
        "test_d_long.py::test_one",
        "test_c_servers.py::test_one",
        "test_b_many.py::test_one",
        "test_b_many.py::test_two",
        "test_b_many.py::test_three",
        "test_a_short.py::test_one",
    ]
