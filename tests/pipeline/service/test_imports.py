"""What starts import: packages of models are loaded by the painter that needs them, if any."""

from __future__ import annotations

import pytest

from bench.pipeline_process import COMICAI, heavy_imports, imports_of

pytestmark = pytest.mark.servers

HELP = {
    "comicai": ("-c", COMICAI, "--help"),
    "pipeline": ("-m", "pipeline", "--help"),
    "check": ("-m", "pipeline", "check", "--help"),
}
STARTS = {"pipeline": ("-m", "pipeline", "--port=0"), "run": ("-c", COMICAI, "run")}


@pytest.mark.parametrize("arguments", HELP.values(), ids=HELP.keys())
async def test_help_loads_no_package_of_models(arguments: tuple[str, ...]) -> None:
    found = await imports_of(arguments, until_ready=False)

    assert heavy_imports(found) == set()
    assert found & {"argparse", "typer"}


@pytest.mark.parametrize("arguments", STARTS.values(), ids=STARTS.keys())
async def test_a_start_with_the_sketch_loads_no_package_of_models(
    arguments: tuple[str, ...],
) -> None:
    found = await imports_of(arguments, until_ready=True)

    assert heavy_imports(found) == set()
    assert "pipeline.painters.sketch.painter" in found, "of the artist process too"
