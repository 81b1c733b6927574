"""Exceptions of the project: one base class, and no user reads about an internal one."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bots.terminal.error_messages import sentence_for
from bots.web.middleware.error_responses import answer_errors
from core.errors import ComicAIError, ServiceError
from core.jobs.leases import LeaseLostError
from pipeline.errors import PipelineError

BASES = {
    "core": ComicAIError,
    "storage": ComicAIError,
    "bots": ComicAIError,
    "bench": ComicAIError,
    "pipeline": PipelineError,
}
NOT_IMPORTED = ("__main__", "storage.migrations.env")  # they run when they are imported
EXEMPT = {
    "pipeline.service.artist_worker._StopDrawing": "an artist's `except Exception` must miss it"
}


def modules() -> Iterator[str]:
    for package in BASES:
        path = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(path, f"{package}."):
            if not module.name.endswith(NOT_IMPORTED):
                yield module.name


def subclasses_of(base: type[BaseException]) -> Iterator[type[BaseException]]:
    for each in base.__subclasses__():
        yield each
        yield from subclasses_of(each)


def package_of(exception: type[BaseException]) -> str:
    return exception.__module__.partition(".")[0]


def without_base(exceptions: set[type[BaseException]]) -> set[str]:
    return {
        f"{each.__module__}.{each.__qualname__}"
        for each in exceptions
        if not issubclass(each, BASES[package_of(each)])
    }


def test_all_exceptions_have_the_base_class_of_their_packages() -> None:
    for module in modules():
        importlib.import_module(module)
    exceptions = {
        each
        for each in subclasses_of(BaseException)
        if package_of(each) in BASES and each.__module__ in sys.modules
    }

    assert len(exceptions) > 100
    assert without_base(exceptions) == EXEMPT.keys()


def test_an_exception_without_the_base_class_is_noticed() -> None:
    class LooseError(ValueError):
        __module__ = "core.example"

    class ForeignError(ComicAIError):
        __module__ = "pipeline.example"

    class BoundError(ComicAIError, OSError):
        __module__ = "bots.example"

    names = {
        name.rpartition(".")[2] for name in without_base({LooseError, ForeignError, BoundError})
    }
    assert names == {"LooseError", "ForeignError"}


@pytest.mark.parametrize("error", [ComicAIError("secret"), LeaseLostError("secret")])
async def test_an_internal_error_is_not_explained_to_a_user(error: ComicAIError) -> None:
    async def handler(_: web.Request) -> web.Response:
        raise error

    app = web.Application(middlewares=[answer_errors])
    app.router.add_get("/", handler)
    async with TestClient(TestServer(app)) as client:
        response = await client.get("/")
        body = await response.text()

    assert response.status == 500
    assert "secret" not in body
    assert not isinstance(error, ServiceError)
    assert sentence_for(error, {}) is None
