"""Built-in generator: the reference pipeline as a child process, restarted if it dies."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import structlog

from core.config.settings import Config
from core.errors import ComicAIError
from core.runtime.backoff import Backoff

log = structlog.get_logger(__name__)

START_SECONDS = 30.0
STOP_SECONDS = 5.0
FIRST_DELAY, MAX_DELAY = 0.5, 30.0  # seconds before a restart


class EmbeddedPipelineError(ComicAIError):
    """The built-in generator did not start."""


class EmbeddedPipeline:
    """Built-in generator that is starting or running, and its bearer token."""

    def __init__(self, config: Config) -> None:
        self.token = secrets.token_urlsafe(32)
        self._config = config
        self._url: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def url(self) -> str:
        """Wait until the generator listens; return its address. Raises EmbeddedPipelineError."""
        return await asyncio.shield(self._url)

    async def keep_alive(self, child: Process) -> None:
        """Wait for the start line of *child*, and restart it on the same port whenever it exits."""
        try:
            try:
                url = await _announced_url(child)
            except EmbeddedPipelineError as error:
                self._url.set_exception(error)
                self._url.exception()  # mark it as retrieved, in case that nothing awaits `url`
                return
            self._url.set_result(url)
            backoff = Backoff(FIRST_DELAY, MAX_DELAY)
            while True:
                started = time.monotonic()
                status = await child.wait()
                log.warning("embedded_pipeline_exited", status=status)
                await asyncio.sleep(backoff.next_after_run(time.monotonic() - started))
                child = await self._restarted(child, port=urlsplit(url).port or 0)
        finally:
            await _stop(child)

    async def spawn(self, *, port: int) -> Process:
        """Start the process, without waiting until it listens on *port*; 0 chooses a free one."""
        config = self._config
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "pipeline",
            "--parent-pipe",
            f"--port={port}",
            f"--data={config.data_dir / 'pipeline'}",
            f"--log-level={config.ops.log_level}",
            f"--start-seconds={config.artist.start_seconds}",
            *_store_options(config),
            stdin=PIPE,
            stdout=PIPE,
            env={**os.environ, **_secrets_for(config, self.token)},
            # Ctrl+C in the terminal reaches this process only, which stops the child.
            start_new_session=True,
        )

    async def _restarted(self, dead: Process, *, port: int) -> Process:
        """Return the new process, or the dead one if the start fails."""
        child = await self.spawn(port=port)
        try:
            await _announced_url(child)
        except EmbeddedPipelineError as error:
            log.warning("embedded_pipeline_start_failed", error=str(error))
            return dead
        log.info("embedded_pipeline_restarted", pid=child.pid)
        return child


@asynccontextmanager
async def embedded_pipeline(config: Config) -> AsyncIterator[EmbeddedPipeline]:
    """Run the reference pipeline while the context lasts; enter before it listens.

    It listens on a free loopback port, and on the same port after a restart. It exits when this
    process closes its end of the child's stdin, so it never outlives this process.
    """
    pipeline = EmbeddedPipeline(config)
    child = await pipeline.spawn(port=0)
    supervisor = asyncio.create_task(pipeline.keep_alive(child), name="embedded_pipeline")
    try:
        yield pipeline
    finally:
        supervisor.cancel()
        with suppress(asyncio.CancelledError):
            await supervisor


async def _announced_url(child: Process) -> str:
    """Return the address in the child's start line; stop the child if it prints none in time.

    Raises EmbeddedPipelineError.
    """
    try:
        async with asyncio.timeout(START_SECONDS):
            assert child.stdout is not None
            line = await child.stdout.readline()
        return str(json.loads(line)["url"])
    except (TimeoutError, ValueError, KeyError) as error:
        await _stop(child)
        raise EmbeddedPipelineError(
            "the built-in generator did not start; its output is above"
        ) from error
    except BaseException:
        await _stop(child)
        raise


def _store_options(config: Config) -> list[str]:
    images = config.images
    if images.store == "local":
        return ["--store=local", f"--folder={config.images_folder}"]
    options = ["--store=s3", f"--bucket={images.bucket}", f"--region={images.region}"]
    return [*options, f"--endpoint-url={images.endpoint_url}"] if images.endpoint_url else options


def _secrets_for(config: Config, token: str) -> dict[str, str]:
    """Return the environment variables with secrets, which other users cannot read there.

    Arguments of a process can be read by every user of the machine.
    """
    env = {"COMICAI_PIPELINE_TOKEN": token, **painting_environment(config)}
    if config.images.store == "s3" and config.images.access_key_id.get_secret_value():
        env["AWS_ACCESS_KEY_ID"] = config.images.access_key_id.get_secret_value()
        env["AWS_SECRET_ACCESS_KEY"] = config.images.secret_access_key.get_secret_value()
    return env


def painting_environment(config: Config) -> dict[str, str]:
    """Return the variables that `pipeline.settings` reads: what paints, plans and moderates."""
    artist, planner, moderation = config.artist, config.planner, config.moderation
    return {
        "COMICAI_ARTIST__KIND": artist.kind,
        "COMICAI_ARTIST__URL": artist.url,
        "COMICAI_ARTIST__TOKEN": artist.token.get_secret_value(),
        "COMICAI_ARTIST__MODEL": artist.model,
        "COMICAI_ARTIST__PRESET": artist.preset,
        "COMICAI_ARTIST__OPTIONS": json.dumps(artist.options),
        "COMICAI_ARTIST__PARALLEL": str(artist.parallel),
        "COMICAI_ARTIST__IMAGE_HOSTS": json.dumps(artist.image_hosts),
        "COMICAI_ARTIST__USD_PER_IMAGE": str(artist.usd_per_image),
        "COMICAI_ARTIST__KEEP_PANELS": str(artist.panels_days > 0).lower(),
        "COMICAI_ARTIST__CACHE_HOURS": str(artist.cache_hours),
        "COMICAI_ARTIST__CACHE_MB": str(artist.cache_mb),
        "COMICAI_PLANNER__URL": planner.url,
        "COMICAI_PLANNER__TOKEN": planner.token.get_secret_value(),
        "COMICAI_PLANNER__MODEL": planner.model,
        "COMICAI_MODERATION__URL": moderation.url,
        "COMICAI_MODERATION__TOKEN": moderation.token.get_secret_value(),
        "COMICAI_MODERATION__MODEL": moderation.model,
        "COMICAI_MODERATION__PICTURES": moderation.pictures,
        "COMICAI_MODERATION__WORDS_FILE": moderation.words_file,
    }


async def _stop(child: Process) -> None:
    """Close the child's stdin, on which it exits; kill it if it does not within STOP_SECONDS."""
    if child.stdin is not None:
        child.stdin.close()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await child.wait()
    except TimeoutError:
        child.kill()
        await child.wait()
