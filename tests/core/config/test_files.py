"""Invalid configuration files: mistakes are reported by line, and never quoted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.config.settings import Config, ConfigError, load_config
from core.runtime.config_redaction import secret_values

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
JWT_SECRET = "q7Jw1x-8ZtK2mB4vN6cR9yLpS3dF5hG0"
PASSWORD = "hunter2-horse"
DOTENV = f"COMICAI_DISCORD__TOKEN={TOKEN}\nJWT_SECRET={JWT_SECRET}\nDB_PASS={PASSWORD}\n".encode()
TOML = f'[discord]\ntoken = "{TOKEN}"\n[web]\njwt_secret = "{JWT_SECRET}"\n'.encode()


def mistakes(folder: Path, **environ: str) -> list[str]:
    """Load the configuration and return its mistakes, after checking that they hold no secret."""
    with pytest.raises(ConfigError) as caught:
        load_config(folder, environ)
    message = str(caught.value)
    for secret in (TOKEN, JWT_SECRET, PASSWORD):
        assert secret[:12] not in message
    return message.splitlines()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (".env", b"# caf\xe9\n" + DOTENV, ".env:1: a byte that is not UTF-8"),
        (".env", DOTENV[:-1] + b"\xe9\n", ".env:3: a byte that is not UTF-8"),
        (".env", b"\xef\xbb\xbf" + DOTENV + b"\xff", ".env:4: a byte that is not UTF-8"),
        (".env", DOTENV.decode().encode("utf-16"), ".env:1: a byte that is not UTF-8"),
        (".env", DOTENV.decode().encode("utf-16-le"), ".env:1: a NUL character"),
        (".env", b"A=1\n\nCOMICAI_DISCORD__TOKEN:" + TOKEN.encode(), ".env:3: not NAME=value"),
        (".env", b"A=1\n\n\nDB_PASS='" + PASSWORD.encode(), ".env:4: not NAME=value"),
        (".env", b"JWT_SECRET:" + JWT_SECRET.encode() + b"==\n", ".env:1: not NAME=value"),
        ("config.toml", TOML + b"# caf\xe9\n", "config.toml:5: a byte that is not UTF-8"),
        ("config.local.toml", TOML + b"# \xe9", "config.local.toml:5: a byte that is not UTF-8"),
        ("config.local.toml", TOML.replace(b'"', b""), "config.local.toml:2: not valid TOML"),
        ("config.local.toml", TOML.replace(b'"\n', b"\n"), "config.local.toml:2: not valid TOML"),
        ("config.local.toml", TOML + TOML, "config.local.toml:5: this table or key is in the"),
        ("config.local.toml", TOML + b"a = [", "config.local.toml:5: not valid TOML"),
        ("config.local.toml", TOML + b"a = " + b"9" * 5000, "config.local.toml:5: not valid TOML"),
        ("config.toml", TOML + b"a = " + b"[" * 20_000, "config.toml: nested too deeply"),
    ],
)
def test_a_mistake_is_reported_by_line_and_not_quoted(
    name: str, data: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)

    (line,) = mistakes(tmp_path)

    assert line.startswith(message)


@pytest.mark.parametrize("name", [".env", "config.toml", "config.local.toml"])
def test_a_folder_in_place_of_a_file_is_reported(name: str, tmp_path: Path) -> None:
    folder, loop = tmp_path / "folder", tmp_path / "loop"
    (folder / name).mkdir(parents=True)
    loop.mkdir()
    (loop / name).symlink_to(name)

    assert mistakes(folder) == [f"{name}: Is a directory"]
    assert mistakes(loop) == [f"{name}: Too many levels of symbolic links"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(DOTENV)
    (tmp_path / ".env").chmod(0)

    assert mistakes(tmp_path) == [".env: Permission denied"]


def test_a_configuration_path_without_a_file_is_refused(tmp_path: Path) -> None:
    assert mistakes(tmp_path, COMICAI_CONFIG=".") == ["COMICAI_CONFIG: . is not a file"]
    assert mistakes(tmp_path, COMICAI_CONFIG=str(tmp_path)) == [f"{tmp_path.name}: Is a directory"]


def test_all_files_with_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    for name in ("config.toml", "config.local.toml", ".env"):
        (tmp_path / name).write_bytes(b"\xe9")

    assert [line.partition(":")[0] for line in mistakes(tmp_path)] == [
        "config.toml",
        "config.local.toml",
        ".env",
    ]


def test_a_byte_order_mark_is_not_part_of_the_first_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbf" + DOTENV)
    (tmp_path / "config.toml").write_bytes(b"\xef\xbb\xbf[web]\nport = 7\n")

    config = load_config(tmp_path, {})

    assert config.discord.token.get_secret_value() == TOKEN
    assert config.web.port == 7


def test_variables_of_other_programs_are_ignored(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"export OTHER\nsome.other: thing\nDB_NAME=\n# DB_PASS\n")

    assert load_config(tmp_path, {}) == Config()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("COMICAI_DATABASE__URL", f"mysql://me:[{PASSWORD}]@host/name", "database.url: is not a"),
        ("COMICAI_DATABASE__URL", f"mysql://me:{PASSWORD}\u2100@host/name", "database.url: is not"),
        ("COMICAI_ENGINE__URL", f"redis://:{PASSWORD}[@host/0", "engine.url: is not a URL"),
        ("COMICAI_GENERATOR__URL", f"https://me:[{PASSWORD}]@host/", "generator.url: is not a URL"),
        (f"COMICAI_DISCORD__TOKEN:{TOKEN}", "x", "COMICAI_DISCORD__TOKEN...: there is no such"),
        ("COMICAI_DISCORD__TOKEN", f"{TOKEN}\udce9", "COMICAI_DISCORD__TOKEN: the value is not"),
        ("DB_PASS", f"{PASSWORD}\udce9", "DB_PASS: the value is not UTF-8"),
    ],
)
def test_a_mistake_in_a_variable_does_not_quote_a_secret(
    name: str, value: str, message: str, tmp_path: Path
) -> None:
    (line,) = mistakes(tmp_path, **{"DB_HOST": "db", name: value})

    assert line.startswith(message)


def test_all_secrets_and_passwords_in_urls_are_redacted_from_the_log(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(DOTENV)

    config = load_config(
        tmp_path,
        {
            "DB_HOST": "db",
            "DB_USER": "me",
            "DB_PASS": "p@ss/word",
            "COMICAI_GENERATOR__URL": f"https://me:{PASSWORD}@gpu.example.org/generate",
        },
    )

    known = secret_values(config)
    assert {TOKEN, JWT_SECRET, PASSWORD, "p%40ss%2Fword", "p@ss/word"} <= known
    assert secret_values(Config()) == frozenset()
