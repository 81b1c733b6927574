from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from pipeline.painters.weights import (
    WeightsError,
    check_weights,
    find_weights,
    hub_cache,
    pipeline_class,
)

INDEX = {
    "_class_name": "Flux2KleinPipeline",
    "_diffusers_version": "0.42.1",
    "is_distilled": True,
    "feature_extractor": [None, None],
    "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
    "text_encoder": ["transformers", "Qwen3ForCausalLM"],
    "tokenizer": ["transformers", "Qwen2TokenizerFast"],
    "transformer": ["diffusers", "Flux2Transformer2DModel"],
}
TRANSFORMER = "transformer/diffusion_pytorch_model.safetensors"


def safetensors(file: Path, size: int = 64) -> None:
    """Write a file with one tensor of *size* bytes."""
    tensor = {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}
    header = json.dumps({"__metadata__": {"format": "pt"}, "weight": tensor}).encode()
    file.write_bytes(struct.pack("<Q", len(header)) + header + bytes(size))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "weights"
    for name in ("scheduler", "text_encoder", "tokenizer", "transformer"):
        (folder / name).mkdir(parents=True)
    (folder / "model_index.json").write_text(json.dumps(INDEX))
    safetensors(folder / TRANSFORMER)
    shards = ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
    for shard in shards:
        safetensors(folder / "text_encoder" / shard)
    index = {"weight_map": {"embed": shards[0], "layers": shards[1]}}
    (folder / "text_encoder" / "model.safetensors.index.json").write_text(json.dumps(index))
    return folder


def test_complete_weights_pass(folder: Path) -> None:
    check_weights(folder)

    assert pipeline_class(folder) == "Flux2KleinPipeline"
    assert find_weights(str(folder), "klein") == folder


def test_a_variant_is_preferred_and_not_required(folder: Path) -> None:
    check_weights(folder, "fp16")
    (folder / TRANSFORMER).with_name("diffusion_pytorch_model.fp16.safetensors").write_bytes(b"x")
    check_weights(folder)

    with pytest.raises(WeightsError, match="fp16"):
        check_weights(folder, "fp16")


def half(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) - 20])


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (lambda folder: half(folder / TRANSFORMER), "transformer/.* has .* of .* bytes"),
        (lambda folder: (folder / TRANSFORMER).unlink(), "transformer/ has no .safetensors file"),
        (lambda folder: (folder / TRANSFORMER).write_bytes(b""), "is damaged"),
        (lambda folder: (folder / TRANSFORMER).write_bytes(b"\xff" * 40), "is damaged"),
        (lambda folder: (folder / TRANSFORMER).write_bytes(b"version https://"), "is damaged"),
        (
            lambda folder: (folder / "text_encoder/model-00002-of-00002.safetensors").unlink(),
            "model-00002-of-00002.safetensors is missing",
        ),
        (lambda folder: (folder / "tokenizer").rmdir(), "tokenizer/ is missing"),
        (lambda folder: (folder / "model_index.json").unlink(), "model_index.json is missing"),
        (lambda folder: half(folder / "model_index.json"), "model_index.json is damaged"),
        (lambda folder: (folder / "model_index.json").write_text("[]"), "is damaged"),
    ],
)
def test_half_copied_weights_are_one_sentence(folder: Path, harm: object, what: str) -> None:
    assert callable(harm)
    harm(folder)

    with pytest.raises(WeightsError, match=what) as refused:
        check_weights(folder)

    message = str(refused.value)
    assert message.startswith(f"artist.model: the weights in {folder} are incomplete: ")
    assert "\n" not in message


def test_missing_weights_name_the_command_that_downloads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))

    with pytest.raises(WeightsError, match="python -m pipeline fetch --preset klein"):
        find_weights("black-forest-labs/FLUX.2-klein-4B", "klein")
    with pytest.raises(WeightsError, match="there is no folder /nowhere/at/all"):
        find_weights("/nowhere/at/all", "klein")


def test_downloaded_weights_are_found_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    repository = hub_cache() / "models--org--name"
    snapshot = repository / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("abc\n")

    assert find_weights("org/name", "klein") == snapshot

    (repository / "refs" / "main").write_text("def")
    with pytest.raises(WeightsError):
        find_weights("org/name", "klein")
