"""Configuration: typed settings from config.toml, config.local.toml, .env and the environment.

Later sources override earlier ones. Nothing is read at import. Every default is repeated in
config.toml with a comment; a test keeps the two equal.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, MutableMapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from core.config.artist_settings import ArtistSettings, ModerationSettings, PlannerSettings
from core.config.files import ConfigFileError, read_dotenv, read_toml
from core.config.jarvis_settings import JarvisSettings
from core.config.section import Names, Positive, Seconds, Section, Whole, url_parts
from core.errors import ComicAIError
from core.models.identity import Platform
from core.sentences.catalogue import CATALOGUE, Catalogue
from core.sentences.languages import DEFAULT_LOCALE

PREFIX = "COMICAI_"
CONFIG_FILE = "config.toml"
LOCAL_FILE = "config.local.toml"
DOTENV_FILE = ".env"

# Variable names of the product specification, and the settings that they set.
SPEC_NAMES: Mapping[str, tuple[str, str]] = {
    "PORT": ("web", "port"),
    "JWT_SECRET": ("web", "jwt_secret"),
    "AWS_ACCESS_KEY_ID": ("images", "access_key_id"),
    "AWS_SECRET_ACCESS_KEY": ("images", "secret_access_key"),
    "AWS_BUCKET_NAME": ("images", "bucket"),
    "ML_PIPELINE_URL": ("generator", "url"),
}
DATABASE_NAMES = ("DB_HOST", "DB_USER", "DB_PASS", "DB_NAME")
# Prefixes of the variables that configure ComicAI.
OUR_NAMES = (PREFIX, *SPEC_NAMES, *DATABASE_NAMES)
# Variables read by the command line, the pipeline and the tests; not settings.
OTHER_NAMES = (
    "COMICAI_CONFIG",
    "COMICAI_PIPELINE_TOKEN",
    "COMICAI_PIPELINE_WEBHOOK_SECRET",
    "COMICAI_TEST_MYSQL_URL",
    "COMICAI_TEST_REDIS_URL",
)

PLAIN_NAME = re.compile(r"[A-Z0-9_]+")
NOTIFIED = re.compile(r"discord:[0-9]{1,20}|telegram:-?[0-9]{1,20}")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # the format that Telegram requires
SECRET_LENGTH = 32  # characters; RFC 7518: an HS256 key is at least as long as the hash
SECRET_VARIETY = 8  # distinct characters; 32 random hexadecimal digits have fewer once in 10^6
# Words found in placeholders, but not in random text.
EXAMPLE_WORDS = ("secret", "change", "password", "example", "replace")


CONTEXT = "catalogue"  # key of the validation context: the catalogue with its languages


class ConfigError(ComicAIError):
    """Invalid configuration. The message has one line per mistake."""


class Discord(Section):
    token: SecretStr = SecretStr("")
    api_base: str = "https://discord.com/api/v10"
    gateway_url: str = ""
    shard_count: Whole = 0
    shard_ids: Names = ()

    @model_validator(mode="after")
    def _shards(self) -> Self:
        numbers = {str(number) for number in range(self.shard_count)}
        if not set(self.shard_ids) <= numbers:
            raise ValueError("shard_ids must be numbers below shard_count")
        return self


class Telegram(Section):
    token: SecretStr = SecretStr("")
    api_base: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr = SecretStr("")

    @property
    def bot_id(self) -> str:
        """The bot's user id, with which its token begins."""
        return self.token.get_secret_value().partition(":")[0]


class Web(Section):
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 5000
    public_url: str = ""
    jwt_secret: SecretStr = SecretStr("")
    wait_seconds: Annotated[float, Field(ge=0, le=60)] = 25
    metrics_token: SecretStr = SecretStr("")
    trusted_proxies: Names = ()
    cors_origins: Names = ()

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, value: str) -> str:
        parts = url_parts(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("must be like https://comics.example.org")
        return value.rstrip("/")

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network, strict=False)
        return value

    @property
    def is_loopback(self) -> bool:
        """Whether the server is reachable from this machine only."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


class DatabaseSettings(Section):
    url: SecretStr = SecretStr("")
    pool_size: Positive = 10

    @field_validator("url")
    @classmethod
    def _url(cls, value: SecretStr) -> SecretStr:
        parts = url_parts(value.get_secret_value())
        kind = parts.scheme.partition("+")[0]
        if value and kind not in {"mysql", "mariadb", "sqlite"}:
            raise ValueError("must be like mysql://user:password@host/name or sqlite:///file")
        try:
            _ = parts.port
        except ValueError:
            raise ValueError("the port must be a number") from None
        return value


class Images(Section):
    store: Literal["local", "s3"] = "local"
    folder: str = ""
    bucket: str = ""
    region: str = "us-east-1"
    endpoint_url: str = ""
    links: Literal["presigned", "public"] = "presigned"
    link_seconds: Annotated[int, Field(ge=60, le=604800)] = 3600
    access_key_id: SecretStr = SecretStr("")
    secret_access_key: SecretStr = SecretStr("")
    undo_seconds: Annotated[int, Field(ge=10)] = 60
    min_free_mb: Whole = 500


class EngineSettings(Section):
    url: SecretStr = SecretStr("memory://")
    drawing: Whole = 0
    delivering: Positive = 32
    sweep_seconds: Seconds = 15
    # A request is sent to the generator only if the lease outlasts it. Sending takes up to 35 s,
    # and leases are renewed after a third of their time: with a shorter lease, nothing is drawn.
    lease_seconds: Annotated[float, Field(ge=60)] = 60

    @field_validator("url")
    @classmethod
    def _url(cls, value: SecretStr) -> SecretStr:
        if url_parts(value.get_secret_value()).scheme not in {"memory", "redis", "rediss"}:
            raise ValueError("must begin with memory:// or redis://")
        return value


class GeneratorSettings(Section):
    url: str = ""
    token: SecretStr = SecretStr("")
    buckets: Names = ()
    webhook_secret: SecretStr = SecretStr("")
    plain_seconds: Annotated[float, Field(ge=1, le=1800)] = 300

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        parts = url_parts(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("must be like https://gpu.example.org/generate")
        return value


class Limits(Section):
    in_flight: Positive = 2
    waiting: Whole = 10
    per_day: Whole = 50
    chat_per_day: Whole = 0
    total_per_day: Whole = 0
    anonymous_per_day: Whole = 10
    register_per_hour: Whole = 10
    max_wait_hours: Positive = 24


class Ops(Section):
    notify: Names = ()
    language: str = DEFAULT_LOCALE
    daily_hour: Annotated[int, Field(ge=0, le=23)] = 8
    metrics_address: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("notify")
    @classmethod
    def _notify(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for target in value:
            if not NOTIFIED.fullmatch(target):
                raise ValueError("must be like discord:CHANNEL_ID or telegram:CHAT_ID")
        return value

    @field_validator("language")
    @classmethod
    def _language(cls, value: str, info: ValidationInfo) -> str:
        languages = (info.context or {}).get(CONTEXT, CATALOGUE).languages
        if value not in languages:
            raise ValueError(f"must be one of: {', '.join(languages)}")
        return value

    @field_validator("metrics_address")
    @classmethod
    def _metrics_address(cls, value: str) -> str:
        parts = url_parts(f"//{value}")
        try:
            named = bool(parts.hostname) and parts.port is not None
        except ValueError:
            named = False
        if value and not named:
            raise ValueError("must be like 127.0.0.1:9100")
        return value

    @property
    def targets(self) -> tuple[tuple[Platform, str], ...]:
        """The chats in which operators are notified, as pairs of platform and chat id."""
        pairs = (target.split(":", 1) for target in dict.fromkeys(self.notify))
        return tuple((Platform(platform), chat) for platform, chat in pairs)


class Config(Section):
    """Configuration of an installation."""

    data_dir: Path = Path("data")
    discord: Discord = Discord()
    telegram: Telegram = Telegram()
    web: Web = Web()
    database: DatabaseSettings = DatabaseSettings()
    images: Images = Images()
    engine: EngineSettings = EngineSettings()
    generator: GeneratorSettings = GeneratorSettings()
    artist: ArtistSettings = ArtistSettings()
    planner: PlannerSettings = PlannerSettings()
    jarvis: JarvisSettings = JarvisSettings()
    limits: Limits = Limits()
    moderation: ModerationSettings = ModerationSettings()
    ops: Ops = Ops()

    @model_validator(mode="after")
    def _webhooks_need_an_address(self) -> Self:
        if not self.telegram.token or self.telegram.mode != "webhook":
            return self
        address = url_parts(self.web.public_url)
        if address.scheme != "https" and address.hostname not in {"127.0.0.1", "localhost"}:
            raise ValueError("web.public_url: must be https when telegram.mode is webhook")
        if not WEBHOOK_SECRET.fullmatch(self.telegram.webhook_secret.get_secret_value()):
            raise ValueError(
                "telegram.webhook_secret: must have 1 to 256 letters, digits, - and _ "
                "when telegram.mode is webhook"
            )
        return self

    @model_validator(mode="after")
    def _painting_needs_its_services(self) -> Self:
        self.moderation.require_service()
        if self.draws_itself:
            self.artist.require_service()
            self.artist.require_price()
        return self

    @model_validator(mode="after")
    def _a_rented_instance_needs_its_key(self) -> Self:
        if self.jarvis.instance_name and self.generator.url:
            raise ValueError(
                "generator.url: leave it empty, because jarvis.instance_name is set: the address "
                "of that instance is asked from Jarvis Labs"
            )
        if self.jarvis.instance_name and not self.jarvis.api_key.get_secret_value():
            raise ValueError("jarvis.api_key: needed when jarvis.instance_name is set")
        return self

    @model_validator(mode="after")
    def _s3_needs_a_bucket(self) -> Self:
        if self.images.store == "s3" and not self.images.bucket:
            raise ValueError("images.bucket: needed when images.store is s3")
        return self

    @property
    def database_url(self) -> str:
        """The database's URL; by default, the SQLite file in the data folder."""
        url = self.database.url.get_secret_value()
        return url or f"sqlite:///{(self.data_dir / 'comicai.db').absolute()}"

    @property
    def images_folder(self) -> Path:
        """The folder of the local image store."""
        return Path(self.images.folder) if self.images.folder else self.data_dir / "images"

    @property
    def draws_itself(self) -> bool:
        """Whether the built-in generator draws, in a child process."""
        return not self.generator.url and not self.jarvis.instance_name

    @property
    def login_secret(self) -> str:
        """The key that signs tokens; empty: use a generated one, stored in the data folder."""
        secret = self.web.jwt_secret.get_secret_value()
        return "" if _is_weak(secret) else secret

    def check_secrets(self) -> None:
        """Raise ConfigError if the token secret could be guessed and the server is reachable.

        On the loopback interface a weak secret is ignored: a generated one is used instead.
        """
        is_reachable = not self.web.is_loopback or bool(self.web.public_url)
        if is_reachable and not self.login_secret:
            raise ConfigError(
                f"web.jwt_secret: must be a random text of at least {SECRET_LENGTH} characters "
                "when the server can be reached from outside; make one with: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )


def _is_weak(secret: str) -> bool:
    return (
        len(secret) < SECRET_LENGTH
        or len(set(secret)) < SECRET_VARIETY
        or any(word in secret.lower() for word in EXAMPLE_WORDS)
    )


def load_config(
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    catalogue: Catalogue = CATALOGUE,
) -> Config:
    """Load the configuration from *folder* (default: the working directory) and *environ*.

    *catalogue* determines the languages that can be configured. Raises ConfigError with one line
    per mistake, which never contains a secret.
    """
    environ = os.environ if environ is None else environ
    named = environ.get("COMICAI_CONFIG")
    base = Path(named) if named else (folder or Path.cwd()) / CONFIG_FILE
    if not base.name:
        raise ConfigError(f"COMICAI_CONFIG: {named} is not a file")
    values: dict[str, Any] = {}
    mistakes: list[str] = []
    for path in (base, base.with_name(LOCAL_FILE)):
        try:
            _merge(values, read_toml(path))
        except FileNotFoundError:
            if named and path == base:
                mistakes.append(f"{path}: there is no such file")
        except ConfigFileError as error:
            mistakes.append(str(error))
    dotenv: Mapping[str, str] = {}
    try:
        dotenv = read_dotenv(base.with_name(DOTENV_FILE), OUR_NAMES)
    except ConfigFileError as error:
        mistakes.append(str(error))
    for source in (dotenv, environ):
        mistakes += _overlay(values, source)
    try:
        config = Config.model_validate(values, context={CONTEXT: catalogue})
    except ValidationError as error:
        mistakes += _explain(error)
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return config


def _merge(values: MutableMapping[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(values.get(key), MutableMapping):
            _merge(values[key], value)
        else:
            values[key] = dict(value) if isinstance(value, Mapping) else value


def _overlay(values: MutableMapping[str, Any], environ: Mapping[str, str]) -> list[str]:
    """Override *values* by the variables of *environ*; return one line per mistake."""
    ours = {name: value for name, value in environ.items() if name.startswith(OUR_NAMES)}
    environ = {name: value for name, value in ours.items() if _is_unicode(value)}
    mistakes = [f"{_shown(name)}: the value is not UTF-8" for name in ours.keys() - environ.keys()]
    for name, (section, key) in SPEC_NAMES.items():
        if environ.get(name):
            values.setdefault(section, {})[key] = environ[name]
    if environ.get("AWS_BUCKET_NAME"):
        values.setdefault("images", {})["store"] = "s3"
    if environ.get("DB_HOST"):
        values.setdefault("database", {})["url"] = _database_url(environ)
    for name, value in environ.items():
        if not name.startswith(PREFIX) or name in OTHER_NAMES:
            continue
        path = name.removeprefix(PREFIX).lower().split("__")
        if path == ["data_dir"]:
            values["data_dir"] = value
        elif _is_setting(path):
            values.setdefault(path[0], {})[path[1]] = value
        else:
            mistakes.append(f"{_shown(name)}: there is no such setting")
    return mistakes


def _is_unicode(value: str) -> bool:
    """Return whether a variable is valid UTF-8; Python decodes other bytes as lone surrogates."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(name: str) -> str:
    """Return the valid beginning of a variable's name; the rest may be a misplaced secret."""
    plain = PLAIN_NAME.match(name)
    known = plain[0] if plain else ""
    return name if known == name else f"{known}..."


def _is_setting(path: list[str]) -> bool:
    if len(path) != 2 or path[0] not in Config.model_fields:
        return False
    section = Config.model_fields[path[0]].annotation
    return (
        isinstance(section, type)
        and issubclass(section, Section)
        and (path[1] in section.model_fields)
    )


def _database_url(environ: Mapping[str, str]) -> str:
    host, user, password, name = (environ.get(key, "") for key in DATABASE_NAMES)
    login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    return f"mysql+aiomysql://{login}@{host}/{quote(name, safe='')}?charset=utf8mb4"


_PLAIN_WORDS = {
    "bool_parsing": "must be true or false",
    "float_parsing": "must be a number",
    "int_parsing": "must be a whole number",
}


def _explain(error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        place = ".".join(map(str, problem["loc"]))
        if problem["type"] == "extra_forbidden":
            lines.append(f"{place}: there is no such setting")
        else:
            message = _PLAIN_WORDS.get(
                problem["type"], problem["msg"].removeprefix("Value error, ")
            )
            lines.append(f"{place}: {message}" if place else message)
    return lines
