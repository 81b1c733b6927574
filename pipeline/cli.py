"""Command line: `python -m pipeline` runs the server; its commands are `check`, `plan`, `fetch`."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.log_setup import configure_logging
from pipeline.moderation.moderator import check_moderation
from pipeline.moderation.words import read_words
from pipeline.service.artist_process import START_SECONDS
from pipeline.service.artists import ARTISTS
from pipeline.service.callbacks import webhook_signer
from pipeline.service.idle_exit import EXITED_IDLE
from pipeline.service.process import LOOPBACK, Settings, run
from pipeline.settings import ArtistOptions, PipelineOptions, SettingsError, options_from
from pipeline.start_check import INVALID, check_artist

DAY = 86_400  # seconds
LOG_LEVELS = ("debug", "info", "warning", "error")
TOKEN_VARIABLE = "COMICAI_PIPELINE_TOKEN"  # noqa: S105 - a name, not a token
SECRET_VARIABLE = "COMICAI_PIPELINE_WEBHOOK_SECRET"  # noqa: S105
WORDS_VARIABLE = "COMICAI_MODERATION__WORDS_FILE"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in *argv*, by default `sys.argv[1:]`; return the exit status."""
    configure_logging()  # first: structlog's default tracebacks show local variables
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["check"]:
        return _check(arguments[1:])
    if arguments[:1] == ["plan"]:
        return _plan(arguments[1:])
    if arguments[:1] == ["fetch"]:
        return _fetch(arguments[1:])
    return _serve(arguments)


def _check(arguments: Sequence[str]) -> int:
    from pipeline.check.conformance import run_check

    parser = argparse.ArgumentParser(
        prog="python -m pipeline check",
        description="Check a server against the generator contract. The server draws about six "
        f"small comics. A bearer token is read from {TOKEN_VARIABLE}.",
    )
    parser.add_argument("url", help="the submit URL, such as http://127.0.0.1:6006/generate")
    return run_check(parser.parse_args(arguments).url, os.environ.get(TOKEN_VARIABLE))


def _plan(arguments: Sequence[str]) -> int:
    from pipeline.plan_command import main as plan

    return plan(arguments)


def _fetch(arguments: Sequence[str]) -> int:
    from pipeline.painters.fetch import main as fetch

    return fetch(arguments)


def _serve(arguments: Sequence[str]) -> int:
    parser = _serve_parser()
    options = parser.parse_args(arguments)
    try:
        settings = _settings(parser, options)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return INVALID
    configure_logging(logging.getLevelNamesMapping()[options.log_level.upper()])
    if settings.parent_pipe:
        os.umask(0o077)  # only the parent's user may read prompts and images
    return run(settings)


def _serve_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline",
        description="Serve generator contract v1. "
        f"A bearer token is read from {TOKEN_VARIABLE}, "
        f"the secret that signs callbacks from {SECRET_VARIABLE}.",
        epilog="`python -m pipeline check URL` checks any server against the contract; "
        "`python -m pipeline plan PROMPT` prints the story of a comic without drawing it; "
        "`python -m pipeline fetch` downloads the weights of a model for --artist diffusers.",
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    add("--port", type=int, default=6006, help="0 selects a free port (default: %(default)s)")
    add("--data", type=Path, default=Path("data/pipeline"), metavar="DIR", help="job records")
    _add_store_options(parser)
    add(
        "--capacity",
        type=int,
        help=f"comics drawn at once (default: {_processes()} for sketch, COMICAI_ARTIST__PARALLEL "
        "for images, 1 for a1111 and diffusers)",
    )
    add(
        "--start-seconds",
        type=float,
        default=START_SECONDS,
        metavar="SECONDS",
        help="time limit for loading a model (default: %(default)g)",
    )
    add("--queue", type=int, default=100, help="most queued jobs (default: %(default)s)")
    add("--reject-words", type=Path, metavar="FILE", help="rejected words, one per line")
    add(
        "--artist",
        metavar="NAME",
        help=f"{', '.join(ARTISTS)}, or module:function (default: COMICAI_ARTIST__KIND, or sketch)",
    )
    add("--preset", metavar="NAME", help="model of --artist diffusers (default: klein)")
    add("--model", metavar="MODEL", help="its weights: a folder, or an id of the hub")
    add(
        "--i-have-a-licence",
        action="store_true",
        help="you may use weights whose licence is non-commercial",
    )
    add(
        "--exit-when-idle",
        type=float,
        default=0,
        metavar="MINUTES",
        help=f"exit with status {EXITED_IDLE} when no request has come for so long (0: never)",
    )
    add("--parent-pipe", action="store_true", help="exit when stdin closes")
    add("--log-level", choices=LOG_LEVELS, default="info", help="default: %(default)s")
    return parser


def _add_store_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--store", choices=("local", "s3"), default="local", help="where images are stored")
    add("--folder", type=Path, default=Path("data/images"), metavar="DIR", help="local store")
    add("--bucket", help="bucket of the S3 store")
    add("--region", default=_region(), help="region of the S3 store (default: %(default)s)")
    add("--endpoint-url", metavar="URL", help="S3-compatible service instead of AWS")


def _settings(parser: argparse.ArgumentParser, options: argparse.Namespace) -> Settings:
    """Return the settings, or exit with status 2 and a message about the first invalid option.

    Raises SettingsError for settings in the environment.
    """
    if options.store == "s3" and not options.bucket:
        parser.error("--store s3 needs --bucket")
    if options.queue < 1 or (options.capacity is not None and options.capacity < 1):
        parser.error("--capacity and --queue must be at least 1")
    if not 1 <= options.start_seconds <= DAY:
        parser.error("--start-seconds must be from 1 to 86400")
    if not 0 <= options.exit_when_idle <= DAY / 60:
        parser.error("--exit-when-idle must be from 0 to 1440")
    secret = os.environ.get(SECRET_VARIABLE) or None
    if secret:
        try:
            webhook_signer(secret)
        except ValueError as error:
            parser.error(f"{SECRET_VARIABLE}: {error}")
    _to_environment(options)
    configured = options_from()
    artist = options.artist or configured.artist.kind
    check_artist(artist, configured)
    is_public = options.host not in LOOPBACK and not options.parent_pipe
    check_moderation(artist, configured, is_public=is_public)
    return Settings(
        host=options.host,
        port=options.port,
        data=options.data,
        folder=options.folder if options.store == "local" else None,
        bucket=options.bucket or "",
        region=options.region,
        endpoint_url=options.endpoint_url,
        capacity=options.capacity or _capacity(artist, configured.artist),
        start_seconds=options.start_seconds,
        queue_limit=options.queue,
        rejected=_words(parser, options.reject_words or _words_file(configured)),
        artist=artist,
        cache_hours=configured.artist.cache_hours,
        cache_mb=configured.artist.cache_mb,
        parent_pipe=options.parent_pipe,
        idle_seconds=options.exit_when_idle * 60,
        token=os.environ.get(TOKEN_VARIABLE) or None,
        webhook_secret=secret,
    )


def _to_environment(options: argparse.Namespace) -> None:
    """Put the options about the model where the artist processes read them."""
    if options.preset:
        os.environ["COMICAI_ARTIST__PRESET"] = options.preset
    if options.model:
        os.environ["COMICAI_ARTIST__MODEL"] = options.model
    if options.i_have_a_licence:
        more = options_from().artist.options | {"i_have_a_licence": True}
        os.environ["COMICAI_ARTIST__OPTIONS"] = json.dumps(more)


def _words_file(configured: PipelineOptions) -> Path | None:
    name = configured.moderation.words_file
    return Path(name) if name else None


def _words(parser: argparse.ArgumentParser, path: Path | None) -> tuple[str, ...]:
    """Return the words in the file, which the artist processes read too, to check stories."""
    if path is None:
        return ()
    try:
        words = read_words(path)
    except SettingsError as error:
        parser.error(f"--reject-words: {error}")
    os.environ[WORDS_VARIABLE] = str(path.absolute())
    return words


def _region() -> str:
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"


def _capacity(artist: str, options: ArtistOptions) -> int:
    """Return how many comics are drawn at once: a GPU paints one, an images API several."""
    if artist in {"a1111", "diffusers"}:
        return 1
    return options.parallel if artist == "images" else _processes()


def _processes() -> int:
    return max(1, (os.cpu_count() or 1) - 1)
