"""Tests of the diffusers painter with torch. They have an environment of their own.

`make test-gpu-painter` creates it and runs them; elsewhere they are skipped.
"""

from __future__ import annotations

import importlib.util
import os

import pytest

from tests.pipeline.painters.gpu.tiny_pipelines import TinyPipelines, save_tiny_pipelines

# Read when huggingface_hub and torch are imported. Bytes are compared, and sums of floating-point
# numbers depend on how threads and vectors divide them.
os.environ |= {
    "HF_HUB_OFFLINE": "1",
    "MKL_CBWR": "AUTO,STRICT",
    "MKL_DYNAMIC": "FALSE",
    "OMP_NUM_THREADS": "1",
}

needed = ("torch", "diffusers", "transformers")


@pytest.fixture(autouse=True, scope="session")
def _environment() -> None:
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed; run: make test-gpu-painter")


@pytest.fixture(scope="session")
def tiny(_environment: None, tmp_path_factory: pytest.TempPathFactory) -> TinyPipelines:
    """Folders of small pipelines with random weights, saved as production saves them."""
    return save_tiny_pipelines(tmp_path_factory.mktemp("weights"))


@pytest.fixture(autouse=True)
def settings(tiny: TinyPipelines, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in list(os.environ):
        if name.startswith("COMICAI_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HF_HUB_CACHE", str(tiny.hub))
    return monkeypatch
