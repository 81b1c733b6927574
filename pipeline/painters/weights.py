"""Weights of the diffusers painter: where they are, and whether they are complete.

Nothing here imports torch, so that incomplete weights are reported in a moment. Nothing here uses
the network: `python -m pipeline fetch` downloads.
"""

from __future__ import annotations

import json
import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.painters.presets import Preset
from pipeline.settings import SettingsError

_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_MAX_HEADER = 100 << 20  # bytes; the limit of the safetensors library


class WeightsError(SettingsError):
    """Weights are missing or incomplete. The message is one sentence."""


def find_weights(model: str, preset_name: str) -> Path:
    """Return the folder of a model that is a folder or a hub id. Raises WeightsError."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    if not _HUB_ID.fullmatch(model):
        raise WeightsError(f"artist.model: there is no folder {model}")
    found = snapshot_of(model)
    if found is None:
        raise WeightsError(
            f"artist.model: the weights of {model} are not on this machine; "
            f"download them: python -m pipeline fetch --preset {preset_name}"
        )
    return found


def find_unet(preset: Preset) -> Path | None:
    """Return the file that replaces the model's UNet, or None. Raises WeightsError."""
    if not preset.unet_model:
        return None
    folder = find_weights(preset.unet_model, preset.name)
    file = folder / preset.unet_file
    _check_file(file, folder)
    return file


def snapshot_of(hub_id: str) -> Path | None:
    """Return the newest downloaded snapshot of a repository in the hub's cache, or None."""
    repository = hub_cache() / f"models--{hub_id.replace('/', '--')}"
    try:
        revision = (repository / "refs" / "main").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    folder = repository / "snapshots" / revision
    return folder if revision and folder.is_dir() else None


def hub_cache() -> Path:
    """Return the folder in which huggingface_hub keeps downloads."""
    if explicit := os.environ.get("HF_HUB_CACHE"):
        return Path(explicit).expanduser()
    home = os.environ.get("HF_HOME")
    if not home:
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        home = str(Path(cache) / "huggingface")
    return Path(home).expanduser() / "hub"


def pipeline_class(folder: Path) -> str:
    """Return the name of the pipeline class of a folder. Raises WeightsError."""
    name = _read_json(folder / "model_index.json", folder).get("_class_name")
    if not isinstance(name, str):
        raise _incomplete(folder, "model_index.json names no pipeline")
    return name


def check_weights(folder: Path, variant: str | None = None) -> None:
    """Raise WeightsError for a folder that lacks a file or holds a part of one."""
    index = _read_json(folder / "model_index.json", folder)
    for component, entry in index.items():
        if not _is_component(entry):
            continue
        part = folder / component
        if not part.is_dir():
            raise _incomplete(folder, f"{component}/ is missing")
        if _has_weights(entry[1]):
            for file in _weight_files(part, variant, folder):
                _check_file(file, folder)


def _is_component(entry: Any) -> bool:
    return isinstance(entry, list) and len(entry) == 2 and all(entry)


def _has_weights(class_name: str) -> bool:
    other = ("Scheduler", "Tokenizer", "TokenizerFast", "Processor", "FeatureExtractor")
    return not class_name.endswith(other)


def _weight_files(part: Path, variant: str | None, folder: Path) -> Iterator[Path]:
    """Yield the files that hold a component's weights, preferring those of *variant*."""
    for kind in (f".{variant}", "") if variant else ("",):
        for index in part.glob(f"*.safetensors.index{kind}.json"):
            shards = _read_json(index, folder).get("weight_map", {})
            yield from (part / name for name in sorted(set(shards.values())))
            return
        single = [file for file in part.glob("*.safetensors") if _variant_of(file) == kind]
        if single:
            yield from single
            return
    raise _incomplete(folder, f"{part.name}/ has no .safetensors file")


def _variant_of(file: Path) -> str:
    return Path(file.stem).suffix


def _check_file(file: Path, folder: Path) -> None:
    """Compare the size of a safetensors file with the one that its header states."""
    name = file.relative_to(folder)
    try:
        size, expected = file.stat().st_size, _stated_size(file)
    except FileNotFoundError:
        raise _incomplete(folder, f"{name} is missing") from None
    except (OSError, struct.error, ValueError, LookupError, TypeError, AttributeError):
        raise _incomplete(folder, f"{name} is damaged") from None
    if size != expected:
        raise _incomplete(folder, f"{name} has {size} of {expected} bytes")


def _stated_size(file: Path) -> int:
    with file.open("rb") as opened:
        (length,) = struct.unpack("<Q", opened.read(8))
        header = json.loads(opened.read(min(length, _MAX_HEADER)))
    tensors = (entry for key, entry in header.items() if key != "__metadata__")
    return int(8 + length + max((entry["data_offsets"][1] for entry in tensors), default=0))


def _read_json(file: Path, folder: Path) -> dict[str, Any]:
    name = file.relative_to(folder)
    try:
        value = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise _incomplete(folder, f"{name} is missing") from None
    except (OSError, ValueError):
        raise _incomplete(folder, f"{name} is damaged") from None
    if not isinstance(value, dict):
        raise _incomplete(folder, f"{name} is damaged")
    return value


def _incomplete(folder: Path, what: str) -> WeightsError:
    return WeightsError(
        f"artist.model: the weights in {folder} are incomplete: {what}; download or copy them again"
    )
