"""Configuration: sources, precedence, and mistakes."""

from __future__ import annotations

import base64
import tomllib
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from core.config.section import Section
from core.config.settings import (
    DATABASE_NAMES,
    SPEC_NAMES,
    Config,
    ConfigError,
    load_config,
)
from core.models.identity import Platform
from core.runtime.config_redaction import public_view

ROOT = Path(__file__).resolve().parents[3]
GOOD_SECRET = "q7Jw1x-8ZtK2mB4vN6cR9yLpS3dF5hG0"

Load = Callable[..., Config]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a configuration from these file contents and variables only."""

    def loader(*, toml: str = "", local: str = "", dotenv: str = "", **environ: str) -> Config:
        (tmp_path / "config.toml").write_text(toml)
        (tmp_path / "config.local.toml").write_text(local)
        (tmp_path / ".env").write_text(dotenv)
        return load_config(tmp_path, environ)

    return loader


def mistakes(load: Load, **sources: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(**sources)
    return str(caught.value).splitlines()


def settings_of(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from (f"{key}.{name}" for name in value)
        else:
            yield key


def secrets_of(config: Config) -> list[tuple[str, str]]:
    return [
        (section, key)
        for section in type(config).model_fields
        if isinstance(getattr(config, section), Section)
        for key, value in getattr(config, section)
        if isinstance(value, SecretStr)
    ]


# --- config.toml itself ---------------------------------------------------------------------------


def test_config_toml_holds_every_setting_with_its_default() -> None:
    written = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))

    defaults = Config().model_dump(mode="json")
    for section, key in secrets_of(Config()):
        defaults[section][key] = getattr(getattr(Config(), section), key).get_secret_value()
    assert written == defaults


def test_every_setting_in_config_toml_has_a_comment_of_its_own() -> None:
    lines = (ROOT / "config.toml").read_text(encoding="utf-8").splitlines()

    bare = [
        line
        for above, line in pairwise(lines)
        if " = " in line and not line.startswith("#") and not above.startswith("# ")
    ]
    assert bare == []


def test_env_example_shows_every_name_of_the_specification() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")

    shown = {line.partition("=")[0] for line in text.splitlines() if line[:1].isalpha()}
    assert shown == {*SPEC_NAMES, *DATABASE_NAMES}


def test_an_unchanged_env_example_has_no_effect(load: Load) -> None:
    assert load(dotenv=(ROOT / ".env.example").read_text(encoding="utf-8")) == Config()


# --- Precedence -----------------------------------------------------------------------------------


def test_without_files_the_defaults_apply(tmp_path: Path) -> None:
    assert load_config(tmp_path, {}) == Config()


def test_each_source_overrides_the_previous_one(load: Load) -> None:
    sources = {"toml": "[web]\nport = 1\n"}
    assert load(**sources).web.port == 1

    sources["local"] = "[web]\nport = 2\n"
    assert load(**sources).web.port == 2

    sources["dotenv"] = "COMICAI_WEB__PORT=3\n"
    assert load(**sources).web.port == 3

    sources["COMICAI_WEB__PORT"] = "4"
    assert load(**sources).web.port == 4


def test_a_file_changes_only_what_it_names(load: Load) -> None:
    config = load(toml='[web]\nhost = "::1"\nport = 1\n', local="[web]\nport = 2\n")

    assert (config.web.host, config.web.port) == ("::1", 2)


def test_every_setting_can_be_set_by_a_variable(load: Load) -> None:
    for name in settings_of(Config().model_dump()):
        variable = "COMICAI_" + name.replace(".", "__").upper()
        with pytest.raises(ConfigError) as caught:
            load(**{variable: "", "COMICAI_NO_SUCH": "1"})

        assert f"{variable}: there is no such setting" not in str(caught.value)


def test_a_list_in_a_variable_is_split_at_commas(load: Load) -> None:
    config = load(COMICAI_GENERATOR__BUCKETS="comics, more-comics")

    assert config.generator.buckets == ("comics", "more-comics")


def test_another_file_can_be_named(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text("[web]\nport = 7\n")

    assert load_config(tmp_path, {"COMICAI_CONFIG": str(elsewhere)}).web.port == 7


def test_a_named_file_that_does_not_exist_is_a_mistake(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"

    with pytest.raises(ConfigError, match="there is no such file"):
        load_config(tmp_path, {"COMICAI_CONFIG": str(missing)})


# --- Names of the product specification -----------------------------------------------------------


def test_the_names_of_the_specification_are_accepted(load: Load) -> None:
    config = load(
        PORT="8080",
        JWT_SECRET=GOOD_SECRET,
        AWS_ACCESS_KEY_ID="the-id",
        AWS_SECRET_ACCESS_KEY="the-key",
        AWS_BUCKET_NAME="comics",
        ML_PIPELINE_URL="https://gpu.example.org/generate",
    )

    assert config.web.port == 8080
    assert config.web.jwt_secret.get_secret_value() == GOOD_SECRET
    assert config.images.access_key_id.get_secret_value() == "the-id"
    assert config.images.secret_access_key.get_secret_value() == "the-key"
    assert (config.images.store, config.images.bucket) == ("s3", "comics")
    assert config.generator.url == "https://gpu.example.org/generate"
    assert not config.draws_itself


def test_the_specifications_database_names_make_a_url(load: Load) -> None:
    config = load(DB_HOST="db:3307", DB_USER="me", DB_PASS="p@ss/word", DB_NAME="comics")

    assert config.database_url == (
        "mysql+aiomysql://me:p%40ss%2Fword@db:3307/comics?charset=utf8mb4"
    )


def test_our_own_names_override_the_specifications(load: Load) -> None:
    assert load(PORT="1", COMICAI_WEB__PORT="2").web.port == 2


def test_without_a_database_an_sqlite_file_in_the_data_folder_is_used(load: Load) -> None:
    config = load(COMICAI_DATA_DIR="/srv/comics")

    assert config.database_url == "sqlite:////srv/comics/comicai.db"


# --- Mistakes -------------------------------------------------------------------------------------


def test_there_is_one_line_for_each_mistake(load: Load) -> None:
    lines = mistakes(
        load,
        toml='colour = "red"\n[web]\nport = 70000\nprot = 1\n[images]\nlinks = "sometimes"\n',
        COMICAI_WEB__PROT="1",
        COMICAI_DATABASE="x",
    )

    assert sorted(line.partition(":")[0] for line in lines) == [
        "COMICAI_DATABASE",
        "COMICAI_WEB__PROT",
        "colour",
        "images.links",
        "web.port",
        "web.prot",
    ]


def test_an_unknown_variable_in_dotenv_is_a_mistake(load: Load) -> None:
    assert mistakes(load, dotenv="COMICAI_NOPE=1\n") == ["COMICAI_NOPE: there is no such setting"]


def test_variables_of_the_pipeline_and_of_tests_are_accepted(load: Load) -> None:
    assert load(COMICAI_PIPELINE_TOKEN="x", COMICAI_TEST_REDIS_URL="redis://host") == Config()


def test_invalid_toml_is_reported(load: Load) -> None:
    (line,) = mistakes(load, local="[web\n")

    assert line.startswith("config.local.toml:1: ")


@pytest.mark.parametrize(
    ("toml", "setting"),
    [
        ('[web]\nport = "many"\n', "web.port"),
        ("[web]\nwait_seconds = 61\n", "web.wait_seconds"),
        ('[web]\npublic_url = "comics.example.org"\n', "web.public_url"),
        ('[web]\ntrusted_proxies = ["nowhere"]\n', "web.trusted_proxies"),
        ('[engine]\nurl = "amqp://host"\n', "engine.url"),
        ('[database]\nurl = "postgresql://host/name"\n', "database.url"),
        ('[database]\nurl = "somewhere"\n', "database.url"),
        ('[database]\nurl = "mysql://me@host:port/name"\n', "database.url"),
        ("[engine]\nlease_seconds = 20\n", "engine.lease_seconds"),
        ('[generator]\nurl = "ftp://host"\n', "generator.url"),
        ("[limits]\nin_flight = 0\n", "limits.in_flight"),
        ('[images]\nstore = "s3"\n', "images.bucket"),
        ('[ops]\nlog_level = "loud"\n', "ops.log_level"),
        ('[ops]\nnotify = ["discord:ops"]\n', "ops.notify"),
        ('[ops]\nnotify = "telegram:@ops"\n', "ops.notify"),
        ('[ops]\nnotify = ["mail:1"]\n', "ops.notify"),
        ('[ops]\nlanguage = "fr"\n', "ops.language"),
        ("[ops]\ndaily_hour = 24\n", "ops.daily_hour"),
        ('[ops]\nmetrics_address = "9100"\n', "ops.metrics_address"),
        ('[ops]\nmetrics_address = "localhost:many"\n', "ops.metrics_address"),
        ("web = 1\n", "web"),
    ],
)
def test_a_mistake_names_its_setting(load: Load, toml: str, setting: str) -> None:
    (line,) = mistakes(load, toml=toml)

    assert line.startswith(f"{setting}: ")


# --- Secrets --------------------------------------------------------------------------------------


def test_secrets_are_neither_in_the_public_view_nor_in_the_text_of_the_configuration() -> None:
    names = secrets_of(Config())
    values = {
        f"COMICAI_{section}__{key}".upper(): f"memory://hidden-{section}-{key}"
        for section, key in names
    }
    values["COMICAI_DATABASE__URL"] = "mysql://hidden-user:hidden-password@host/name"
    hidden_key = base64.b64encode(b"hidden-" * 5).decode()
    values["COMICAI_GENERATOR__WEBHOOK_SECRET"] = f"whsec_{hidden_key}"
    values["COMICAI_WEB__PUBLIC_URL"] = "https://comics.example"

    config = load_config(Path("/nonexistent"), values)

    shown = public_view(config)
    texts = f"{shown} {config!r} {config} {config.model_dump_json()}"
    assert "hidden" not in texts
    assert hidden_key not in texts
    assert {shown[section][key] for section, key in names} == {"(set)"}


def test_a_default_is_not_a_secret() -> None:
    shown = public_view(Config())

    assert (shown["engine"]["url"], shown["web"]["jwt_secret"]) == ("memory://", "")


def test_the_public_view_shows_every_setting() -> None:
    assert set(settings_of(public_view(Config()))) == set(settings_of(Config().model_dump()))


def test_a_mistake_never_contains_a_secret(load: Load) -> None:
    lines = mistakes(
        load,
        COMICAI_ENGINE__URL="amqp://me:hunter2@host",
        toml='[discord]\ntoken = ["hunter2"]\n[database]\nurl = 3\n',
    )

    assert len(lines) == 3
    assert "hunter2" not in "".join(lines)


WEAK = (
    *("", "secret", "short", GOOD_SECRET[:31], "x" * 64, "0123456" * 9),
    "please-change-me-to-some-random-text",
)


@pytest.mark.parametrize("secret", WEAK)
def test_a_weak_login_secret_is_refused_if_the_server_is_reachable(secret: str, load: Load) -> None:
    config = load(COMICAI_WEB__HOST="0.0.0.0", COMICAI_WEB__JWT_SECRET=secret)

    with pytest.raises(ConfigError) as caught:
        config.check_secrets()

    assert str(caught.value).startswith("web.jwt_secret: ")


@pytest.mark.parametrize("secret", WEAK)
def test_on_loopback_a_weak_login_secret_is_not_used(secret: str, load: Load) -> None:
    config = load(COMICAI_WEB__JWT_SECRET=secret)

    config.check_secrets()

    assert config.login_secret == ""


def test_a_strong_login_secret_is_used(load: Load) -> None:
    assert load(JWT_SECRET=GOOD_SECRET).login_secret == GOOD_SECRET


def test_a_public_url_needs_a_login_secret_on_loopback_too(load: Load) -> None:
    config = load(COMICAI_WEB__PUBLIC_URL="https://comics.example.org")

    with pytest.raises(ConfigError):
        config.check_secrets()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.1.1"])
def test_loopback_needs_no_login_secret(host: str, load: Load) -> None:
    config = load(COMICAI_WEB__HOST=host)

    config.check_secrets()

    assert config.web.is_loopback


def test_a_long_login_secret_is_accepted(load: Load) -> None:
    config = load(COMICAI_WEB__HOST="0.0.0.0", JWT_SECRET=GOOD_SECRET)

    config.check_secrets()

    assert not config.web.is_loopback


@pytest.mark.parametrize(
    ("count", "ids", "fits"), [(0, "", True), (4, "0,3", True), (4, "4", False), (0, "0", False)]
)
def test_shard_ids_must_be_below_the_shard_count(count: int, ids: str, fits: bool) -> None:
    settings = {"discord": {"shard_count": count, "shard_ids": ids}}

    if fits:
        assert Config.model_validate(settings).discord.shard_count == count
    else:
        with pytest.raises(ValidationError, match="shard_ids"):
            Config.model_validate(settings)


def test_operators_can_be_notified_in_several_chats(load: Load) -> None:
    said = "discord:123, telegram:-456,discord:123"

    config = load(COMICAI_OPS__NOTIFY=said)

    assert config.ops.targets == ((Platform.DISCORD, "123"), (Platform.TELEGRAM, "-456"))


@pytest.mark.parametrize("limit", ["usd_per_day", "usd_per_day_person", "usd_per_day_chat"])
def test_a_money_limit_needs_a_price(load: Load, limit: str) -> None:
    artist = {"COMICAI_ARTIST__KIND": "images", "COMICAI_ARTIST__TOKEN": "sk-1"}
    limited = {**artist, f"COMICAI_ARTIST__{limit.upper()}": "5"}

    with pytest.raises(ConfigError) as caught:
        load(**limited)

    assert str(caught.value) == f"artist.usd_per_image: needed for the limit artist.{limit}"
    assert load(**limited, COMICAI_ARTIST__USD_PER_IMAGE="0.04")
    assert load(**limited, ML_PIPELINE_URL="https://gpu.example/generate")  # it reports its costs


@pytest.mark.parametrize("key", ["sk-1\n", "sk-schl\u00fcssel", "sk- 1", "sk-\u200b1"])
@pytest.mark.parametrize("section", ["artist", "planner", "moderation"])
def test_a_key_that_no_header_can_carry_is_refused(load: Load, section: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(
            COMICAI_ARTIST__KIND="images",
            COMICAI_ARTIST__URL="http://127.0.0.1:1/v1",
            **{f"COMICAI_{section.upper()}__TOKEN": key},
        )

    first = str(caught.value).splitlines()[0]
    assert first == f"{section}.token: must be plain ASCII, without spaces and line breaks"


def test_a_password_of_a_web_ui_may_be_anything(load: Load) -> None:
    config = load(
        COMICAI_ARTIST__KIND="a1111",
        COMICAI_ARTIST__URL="http://127.0.0.1:7860",
        COMICAI_ARTIST__TOKEN="me:schl\u00fcssel und mehr",
    )

    assert config.artist.token.get_secret_value() == "me:schl\u00fcssel und mehr"


CALLBACK_SECRET = "whsec_Y29taWNhaS10ZXN0LXNlY3JldC0wMTIzNDU2Nzg5MDE="
DRAWN_ELSEWHERE = {"COMICAI_GENERATOR__URL": "https://gpu.example/generate"}
WITH_AN_ADDRESS = {
    "COMICAI_WEB__PUBLIC_URL": "https://comics.example/",
    "COMICAI_WEB__JWT_SECRET": GOOD_SECRET,
}


def test_callbacks_need_an_address_and_a_secret(load: Load) -> None:
    secret = {"COMICAI_GENERATOR__WEBHOOK_SECRET": CALLBACK_SECRET}

    assert load(**DRAWN_ELSEWHERE, **WITH_AN_ADDRESS).callback_url is None
    both = load(**DRAWN_ELSEWHERE, **WITH_AN_ADDRESS, **secret)
    assert both.callback_url == "https://comics.example/hooks/generator"
    assert load(**WITH_AN_ADDRESS, **secret).callback_url is None  # the built-in generator
    (mistake,) = mistakes(load, **DRAWN_ELSEWHERE, **secret)
    assert mistake.startswith("web.public_url: needed when generator.webhook_secret is set")


@pytest.mark.parametrize("secret", ["guess", "whsec_", "whsec_QUFB", "whsec_?" + "A" * 40])
def test_a_callback_secret_has_the_form_of_standard_webhooks(load: Load, secret: str) -> None:
    (mistake,) = mistakes(
        load, **DRAWN_ELSEWHERE, **WITH_AN_ADDRESS, COMICAI_GENERATOR__WEBHOOK_SECRET=secret
    )

    assert mistake.startswith("generator.webhook_secret: must be whsec_ and 24 to 64 bytes")
    assert secret not in mistake or secret == "whsec_"


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        ({"JARVIS__INSTANCE_NAME": "gpu"}, "jarvis.api_key: needed"),
        (
            {
                "JARVIS__INSTANCE_NAME": "gpu",
                "JARVIS__API_KEY": "key",
                "GENERATOR__URL": "https://gpu.example/generate",
            },
            "generator.url: leave it empty",
        ),
        ({"JARVIS__INSTANCE_NAME": "gpu/1"}, "jarvis.instance_name: must have at most 40"),
        ({"JARVIS__PATH": "generate"}, "jarvis.path: must be like /generate"),
        ({"JARVIS__SCRIPT_ID": "mine"}, "jarvis.script_id: must be the number"),
        ({"JARVIS__USD_PER_DAY": "-1"}, "jarvis.usd_per_day"),
    ],
)
def test_a_rented_instance_is_configured_completely(
    load: Load, settings: dict[str, str], mistake: str
) -> None:
    found = mistakes(load, **{f"COMICAI_{name}": value for name, value in settings.items()})

    assert any(line.startswith(mistake) for line in found), found
