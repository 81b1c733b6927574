"""Checks of `comicai doctor` for what paints, plans and moderates: nothing is painted or spent."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bots.embedded_pipeline import painting_environment
from bots.terminal.diagnoses import DiagnosedError
from core.config.picture_checks import require_picture_checks, shows_unchecked
from core.config.settings import Config, ConfigError
from core.sentences import sentence
from pipeline.moderation.moderator import checker_of
from pipeline.settings import SettingsError, options_from
from pipeline.start_check import check_artist as check_artist_settings

OPENAI = "https://api.openai.com/v1"  # where the painter `images` paints without a URL
OPENAI_PATH = "/models"
ANSWER_SECONDS = 10.0
LIST_LIMIT = 4 * 1024 * 1024  # bytes; hosts with thousands of models exist
SHOWN = 5  # models


@dataclass(frozen=True, slots=True)
class Service:
    """A service with a list of models, and the section of the settings that names it."""

    section: str
    url: str
    token: str
    model: str
    path: str = OPENAI_PATH
    hint: str = "It ends before /models, like https://api.example.org/v1."
    must_list: bool = True  # False: a service without a list of models is usable


async def check_artist(config: Config) -> str:
    """Check the settings of the painter; ask an API for its models."""
    artist = config.artist
    if not config.draws_itself:
        return "off: the generator at generator.url paints"
    if artist.kind == "sketch":
        return sentence("sketch_note")
    environment = {**os.environ, **painting_environment(config)}
    try:
        options = options_from(environment)
        await asyncio.to_thread(check_artist_settings, artist.kind, options, environment)
    except SettingsError as error:
        raise DiagnosedError(str(error), "Correct the section [artist].") from error
    token = artist.token.get_secret_value()
    if artist.kind == "diffusers":
        return f"diffusers on this machine: {artist.model or artist.preset or 'the default preset'}"
    if artist.kind == "a1111":
        hint = "Start it with its API on, as with --api."
        path = "/sdapi/v1/sd-models"
        service = Service("artist", artist.url, token, artist.model, path, hint)
    else:
        service = Service("artist", artist.url or OPENAI, token, artist.model)
    return f"{artist.kind}: {await _models_of(service)}"


async def check_planner(config: Config) -> str:
    """Ask the language model that plans stories for its models."""
    planner = config.planner
    if not planner.url:
        return "off: no language model plans stories (planner.url)"
    token = planner.token.get_secret_value()
    return await _models_of(Service("planner", planner.url, token, planner.model))


async def check_moderation(config: Config) -> str:
    """Check that something checks a model's pictures; ask the service for its models."""
    try:
        require_picture_checks(config)
    except ConfigError as error:
        problem, _, fix = str(error).partition("; ")
        raise DiagnosedError(problem, f"{fix[:1].upper()}{fix[1:]}.") from error
    moderation = config.moderation
    note = "; NOTE: nothing checks painted pictures" if shows_unchecked(config) else ""
    if config.draws_itself and moderation.checker == "local":
        note = f"; {_local_checker(config)} checks painted pictures"
    if not moderation.url:
        return f"off: no service checks words or pictures (moderation.url){note}"
    token = moderation.token.get_secret_value()
    service = Service("moderation", moderation.url, token, moderation.model, must_list=False)
    return await _models_of(service) + note


def _local_checker(config: Config) -> str:
    """Return what checks pictures on this machine. Raises DiagnosedError."""
    try:
        checker_of(options_from({**os.environ, **painting_environment(config)}).moderation)
    except SettingsError as error:
        raise DiagnosedError(str(error), "Install it, or correct moderation.pictures.") from error
    return "a local model"


async def _models_of(service: Service) -> str:
    """Return a description of the models of a service. Raises DiagnosedError."""
    status, body = await _get(service)
    host = urlsplit(service.url).netloc
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise DiagnosedError(f"{host} rejects the token", f"Correct {service.section}.token.")
    if status == HTTPStatus.PAYMENT_REQUIRED:
        raise DiagnosedError(f"the account at {host} has no credit", "Top it up.")
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise DiagnosedError(
            f"{host} redirects to another address, which is not followed",
            f"Set {service.section}.url to that address.",
        )
    names = _names_in(body) if status == HTTPStatus.OK else None
    if names is None and not service.must_list and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"{host} answers; it lists no models"
    if names is None:
        raise DiagnosedError(
            f"{host} answers with {status} and no list of models",
            f"Correct {service.section}.url. {service.hint}",
        )
    return f"{host}, {_described(names, service.model)}"


def _described(names: list[str], wanted: str) -> str:
    if wanted and wanted in names:
        return wanted
    shown = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
    listed = f"its models: {shown}" if names else "no models listed"
    return f"{wanted}, which is not among {listed}" if wanted else listed


async def _get(service: Service) -> tuple[int, bytes]:
    headers = {"Accept": "application/json", **_authorization(service)}
    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    url = service.url + service.path
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as http,
            http.get(url, headers=headers, allow_redirects=False) as response,
        ):
            return response.status, await _body_of(response)
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        # The text of these errors may contain the whole URL.
        raise DiagnosedError(
            f"{urlsplit(service.url).netloc} does not answer ({type(error).__name__})",
            f"Start it, or correct {service.section}.url.",
        ) from None


def _authorization(service: Service) -> dict[str, str]:
    if not service.token:
        return {}
    if service.path != OPENAI_PATH and ":" in service.token:  # the web UI's --api-auth
        user, _, password = service.token.partition(":")
        return {"Authorization": aiohttp.encode_basic_auth(user, password)}
    return {"Authorization": f"Bearer {service.token}"}


async def _body_of(response: aiohttp.ClientResponse) -> bytes:
    """Return the body up to LIST_LIMIT; a longer one is no list of models."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > LIST_LIMIT:
            response.close()
            break
    return bytes(body[:LIST_LIMIT])


def _names_in(body: bytes) -> list[str] | None:
    """Return the names in a list of models of OpenAI's or of A1111's form; None for others."""
    try:
        content: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    entries = content.get("data") if isinstance(content, dict) else content
    if not isinstance(entries, list):
        return None
    found = (
        entry.get("id") or entry.get("model_name") for entry in entries if isinstance(entry, dict)
    )
    return [" ".join(name.split())[:80] for name in found if isinstance(name, str)]
