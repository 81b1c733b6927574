"""Images API painter: paints panels by an API like OpenAI's, through the official client.

The client is imported in the artist process only, when the painter is made. It runs in an event
loop of its own, so that a canceled request is dropped at once, and panels are painted together.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import importlib.util
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog

from pipeline.comic.painter import Picture, Shot, StepReport
from pipeline.comic.received_pictures import decoded, unusable
from pipeline.comic.shot_words import ShotWords, shot_words
from pipeline.errors import DrawingError
from pipeline.models import PictureCost
from pipeline.painters.canvas import fitted
from pipeline.painters.client_loop import ClientLoop
from pipeline.painters.image_models import ImageModel, image_model
from pipeline.painters.origins import allowed_origins
from pipeline.settings import ArtistOptions, PipelineOptions, SettingsError, options_from

if TYPE_CHECKING:
    import httpx2
    import openai
    from openai.types import ImagesResponse

log = structlog.get_logger(__name__)

OPENAI_URL = "https://api.openai.com/v1"
DEFAULT_MODEL = "gpt-image-2"

_MISSING = "artist.kind: images needs the package openai"
_MOST_TRIES = 5  # of one picture, waits for a rate limit included
_TYPICAL_SECONDS = 30.0  # of a picture, for the progress
_QUALITIES = ("draft", "standard", "high")


def check_settings(options: PipelineOptions) -> None:
    """Check the settings without importing the client. Raises SettingsError."""
    artist = options.artist
    image_model(_model_name(artist), artist.options)
    allowed_origins(artist.url or OPENAI_URL, artist.image_hosts)
    if importlib.util.find_spec("openai") is None:
        raise SettingsError(_MISSING)


def painter() -> ImagesApiPainter:
    """Return the painter of the settings. Raises SettingsError; no request is sent."""
    return ImagesApiPainter(options_from().artist)


class ImagesApiPainter:
    """A painter that asks an images API for each panel."""

    knows_heads = False

    def __init__(self, options: ArtistOptions) -> None:
        self._model_name = _model_name(options)
        self._takes = image_model(self._model_name, options.options)
        self._base_url = options.url or OPENAI_URL
        token = options.token.get_secret_value()
        if not token and self._base_url == OPENAI_URL:
            raise SettingsError("artist.token: OpenAI's images API needs a key")
        self.model = self._model_name or "images"
        self.parallel = options.parallel
        self.max_references = self._takes.references
        self.input_keys: tuple[str, ...] = ("safety",)
        if self._takes.negative_prompt or self._model_name.startswith("gpt-"):
            self.input_keys = ("safety", "negativePrompt")
        self._usd_per_image = options.usd_per_image
        self.interrupted_cost = PictureCost(1, options.usd_per_image)  # of a request given up
        self._not_before = 0.0  # monotonic time of the next request, after a rate limit
        self._loop = ClientLoop("images-api")
        self._http = _http_client(self._takes.timeout_seconds)
        self._client = _client(self._base_url, token or "none", self._http)
        self._origins = allowed_origins(self._base_url, options.image_hosts)

    def paint(self, shot: Shot, report: StepReport) -> Picture:
        words = shot_words(shot, self._takes.max_tokens)
        data = self._loop.wait_for(self._painted(shot, words), report, _share)
        with self._paying():
            image = fitted(decoded(data), shot)
        return Picture(image, cost=PictureCost(1, self._usd_per_image))

    @contextmanager
    def _paying(self) -> Iterator[None]:
        """Say in an error that the picture, which cannot be used, was paid."""
        try:
            yield
        except DrawingError as error:
            raise DrawingError(error.fault, paid_images=1, paid_usd=self._usd_per_image) from None

    def close(self) -> None:
        """Close the connections and end the event loop."""
        self._loop.close(self._client.close())

    async def _painted(self, shot: Shot, words: ShotWords) -> bytes:
        """Return the encoded picture of *shot*, after as many tries as it may take."""
        import openai

        from pipeline.painters.images_errors import LONGEST_WAIT, is_given_up, judged

        for tries in range(1, _MOST_TRIES + 1):
            await asyncio.sleep(max(0.0, self._not_before - time.monotonic()))
            try:
                return await self._picture_in(await self._request(shot, words))
            except openai.APIError as error:
                verdict, given_up = judged(error, tries), is_given_up(error)
            if given_up and isinstance(verdict, DrawingError):
                with self._paying():
                    raise verdict from None
            if isinstance(verdict, DrawingError):
                raise verdict from None
            if tries == _MOST_TRIES or verdict.seconds > LONGEST_WAIT:
                raise verdict.error from None
            log.info("images_api_delayed", seconds=round(verdict.seconds, 1), tries=tries)
            # the other panels wait too: they share the limit
            self._not_before = max(self._not_before, time.monotonic() + verdict.seconds)
        raise AssertionError

    async def _request(self, shot: Shot, words: ShotWords) -> ImagesResponse:
        from openai import omit

        width, height = self._takes.size_for(shot.width, shot.height)
        # what only some models take is sent as it is, and not checked by the client
        extra = {**self._takes.own_parameters, **_extra_parameters(shot, words, self._takes)}
        common: dict[str, Any] = {
            "model": self._model_name or omit,
            "prompt": _prompt(words, self._takes),
            "n": 1,
            "size": f"{width}x{height}",
            "extra_body": extra,
        }
        if not shot.references:
            response = await self._client.images.generate(**common)
        else:
            files = [
                (f"character-{number}.png", reference.image, "image/png")
                for number, reference in enumerate(shot.references, start=1)
            ]
            response = await self._client.images.edit(image=files, **common)
        return response  # type: ignore[no-any-return]

    async def _picture_in(self, response: Any) -> bytes:
        """Return the first picture of an answer, whose form the client does not check."""
        from pipeline.painters.images_http import fetched

        data = getattr(response, "data", None)
        if not isinstance(data, list) or not data:
            # what APIs also answer to a prompt that their moderation stops
            raise unusable("no picture")
        encoded, url = getattr(data[0], "b64_json", None), getattr(data[0], "url", None)
        with self._paying():
            if isinstance(encoded, str):
                return _from_base64(encoded)
            if isinstance(url, str):
                return await fetched(self._http, url, self._origins)
            raise unusable("neither base64 nor a link")


def _model_name(options: ArtistOptions) -> str:
    """Return the model to ask for; empty: the server has one only."""
    return options.model or ("" if options.url else DEFAULT_MODEL)


def _prompt(words: ShotWords, takes: ImageModel) -> str:
    if takes.negative_prompt:
        return words.words
    return f"{words.words} Avoid: {words.negative_words}."


def _extra_parameters(shot: Shot, words: ShotWords, takes: ImageModel) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if takes.seed:
        extra["seed"] = shot.panel_seed
    if takes.negative_prompt:
        extra["negative_prompt"] = words.negative_words
    if takes.response_format:
        extra["response_format"] = "b64_json"
    if len(takes.qualities) == len(_QUALITIES) and "quality" not in takes.own_parameters:
        extra["quality"] = takes.qualities[_QUALITIES.index(shot.order.quality)]
    return extra


def _from_base64(text: str) -> bytes:
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise unusable("invalid base64") from None


def _share(seconds: float) -> float:
    return min(0.95, seconds / _TYPICAL_SECONDS)


def _http_client(timeout_seconds: float) -> httpx2.AsyncClient:
    try:
        from pipeline.painters.images_http import http_client
    except ImportError:
        raise SettingsError(_MISSING) from None
    return http_client(timeout_seconds)


def _client(base_url: str, token: str, http: httpx2.AsyncClient) -> openai.AsyncOpenAI:
    import openai

    return openai.AsyncOpenAI(
        api_key=token, base_url=base_url, timeout=http.timeout, max_retries=0, http_client=http
    )
