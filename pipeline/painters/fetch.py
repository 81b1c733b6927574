"""Download of weights for the diffusers painter: `python -m pipeline fetch --preset NAME`.

This is the only place that downloads weights; the server loads what is on the machine.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.painters.presets import (
    DEFAULT_PRESET,
    Preset,
    check_licence,
    preset_named,
    presets,
)
from pipeline.painters.weights import check_weights, find_unet, find_weights, snapshot_of
from pipeline.settings import SettingsError

_KINDS = (
    "json",
    "txt",
    "model",
    "jinja",
    "safetensors",
)  # no pickles, no copies for other programs


def main(arguments: Sequence[str]) -> int:
    """Run the command; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline fetch",
        description="Download the weights of a model for --artist diffusers.",
        epilog=_table(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--preset", default=DEFAULT_PRESET, metavar="NAME", help="%(default)s")
    parser.add_argument("--i-have-a-licence", action="store_true", help="for non-commercial ones")
    options = parser.parse_args(arguments)
    try:
        preset = preset_named(options.preset)
        check_licence(preset, accepted=options.i_have_a_licence)
        sys.stderr.write(
            f"{preset.title} is under: {preset.licence}. {preset.notice}".strip() + "\n"
        )
        folder = fetch(preset)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{folder}\n")
    return 0


def _table() -> str:
    lines = (f"  {p.name:15} {p.vram_gb:3} GB  {p.licence}" for p in presets().values())
    return "\n".join(["presets, with the memory of the GPU and the licence:", *lines])


def fetch(preset: Preset) -> Path:
    """Download what is missing of *preset*; return the folder. Raises SettingsError."""
    if not snapshot_of(preset.model) or not _is_complete(preset):
        _download(preset.model, _patterns(preset.variant), _ignored(preset.variant))
        if preset.unet_model:
            _download(preset.unet_model, [preset.unet_file], [])
    folder = find_weights(preset.model, preset.name)
    check_weights(folder, preset.variant)
    find_unet(preset)
    return folder


def _is_complete(preset: Preset) -> bool:
    try:
        check_weights(find_weights(preset.model, preset.name), preset.variant)
        find_unet(preset)
    except SettingsError:
        return False
    return True


def _patterns(variant: str | None) -> list[str]:
    """Return what to download: the index and the components, not the copies beside them."""
    components = [f"*/*.{kind}" for kind in _KINDS if kind != "safetensors"]
    weights = f"*/*.{variant}*safetensors" if variant else "*/*.safetensors"
    return ["model_index.json", *components, weights]


def _ignored(variant: str | None) -> list[str]:
    other = ["*onnx*", "*openvino*", "*flax*"]
    return other if variant else [*other, "*.fp16*", "*.bf16*", "*.non_ema*"]


def _download(hub_id: str, patterns: list[str], ignored: list[str]) -> None:
    try:
        import huggingface_hub
        from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError
    except ImportError:
        raise SettingsError(
            "fetch needs more packages, and huggingface_hub is missing: pip install 'comicai[gpu]'"
        ) from None
    try:
        huggingface_hub.snapshot_download(hub_id, allow_patterns=patterns, ignore_patterns=ignored)
    except GatedRepoError:
        raise SettingsError(
            f"{hub_id}: accept its conditions on the model's page, and set HF_TOKEN to a token "
            "of your account"
        ) from None
    except RepositoryNotFoundError:
        raise SettingsError(f"{hub_id}: the hub has no such model, or not for you") from None
    except Exception as error:  # noqa: BLE001 - its HTTP client raises errors of its own
        raise SettingsError(
            f"{hub_id} could not be downloaded ({type(error).__name__}); check the network and the "
            "disk, and run the same again: what is downloaded is kept"
        ) from None
