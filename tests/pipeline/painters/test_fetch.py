"""Tests of the download of weights: what is chosen, and what is said without a network."""

from __future__ import annotations

import fnmatch
from importlib.util import find_spec

import pytest

from pipeline.painters import fetch
from pipeline.painters.presets import preset_named

SDXL = [
    "model_index.json",
    "sd_xl_base_1.0.safetensors",
    "unet/config.json",
    "unet/diffusion_pytorch_model.safetensors",
    "unet/diffusion_pytorch_model.fp16.safetensors",
    "unet/model.onnx",
    "vae_decoder/openvino_model.bin",
    "text_encoder/flax_model.msgpack",
    "text_encoder/pytorch_model.bin",
    "text_encoder/model.fp16.safetensors",
    "text_encoder_2/model.fp16-00001-of-00002.safetensors",
    "text_encoder_2/model.safetensors.index.fp16.json",
    "tokenizer/merges.txt",
]
KLEIN = [
    "model_index.json",
    "flux-2-klein-4b.safetensors",
    "teaser.png",
    "transformer/diffusion_pytorch_model.safetensors",
    "text_encoder/model-00001-of-00002.safetensors",
    "text_encoder/model.safetensors.index.json",
    "tokenizer/chat_template.jinja",
]


def downloaded(files: list[str], variant: str | None) -> set[str]:
    """Return what huggingface_hub downloads for the patterns: fnmatch decides there too."""
    patterns, ignored = fetch._patterns(variant), fetch._ignored(variant)
    return {
        file
        for file in files
        if any(fnmatch.fnmatch(file, each) for each in patterns)
        and not any(fnmatch.fnmatch(file, each) for each in ignored)
    }


def test_a_variant_is_downloaded_alone() -> None:
    assert downloaded(SDXL, "fp16") == {
        "model_index.json",
        "unet/config.json",
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "text_encoder/model.fp16.safetensors",
        "text_encoder_2/model.fp16-00001-of-00002.safetensors",
        "text_encoder_2/model.safetensors.index.fp16.json",
        "tokenizer/merges.txt",
    }


def test_neither_copies_for_other_programs_nor_pictures_are_downloaded() -> None:
    assert downloaded(KLEIN, preset_named("klein").variant) == set(KLEIN) - {
        "flux-2-klein-4b.safetensors",
        "teaser.png",
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--preset", "oil"], "artist.preset: oil is unknown; there are: klein, "),
        (["--preset", "klein-9b"], "add --i-have-a-licence if you may use it"),
    ],
)
def test_what_may_not_be_downloaded_is_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetch.main(arguments) == 2

    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.out == ""


@pytest.mark.skipif(find_spec("huggingface_hub") is not None, reason="the package is installed")
def test_without_the_packages_the_command_names_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert fetch.main(["--preset", "klein"]) == 2

    printed = capsys.readouterr().err.splitlines()
    assert printed[0] == "FLUX.2 [klein] 4B is under: Apache-2.0."
    assert "pip install 'comicai[gpu]'" in printed[1]


@pytest.mark.gpu_painter
@pytest.mark.skipif(find_spec("huggingface_hub") is None, reason="make test-gpu-painter")
def test_without_a_network_the_command_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)

    assert fetch.main(["--preset", "sdxl-lightning"]) == 2

    lines = capsys.readouterr().err.splitlines()
    assert "CreativeML Open RAIL++-M" in lines[0]
    assert lines[1].startswith("stabilityai/stable-diffusion-xl-base-1.0 could not be downloaded")
    assert len(lines) == 2
