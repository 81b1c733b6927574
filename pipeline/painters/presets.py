"""Presets of the diffusers painter: which model, how to call it, and under which licence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.settings import SettingsError

DEFAULT_PRESET = "klein"


class Preset(BaseModel):
    """One table of presets.toml, where the keys are explained."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    model: str
    pipeline: str
    variant: str | None = None
    dtype: str = "bfloat16"
    unet_model: str = ""
    unet_file: str = ""
    steps: int
    most_steps: int = 50
    guidance: float
    guidance_name: str = "guidance_scale"
    distilled: bool = False
    negative: bool = False
    native: int
    smallest: int
    multiple: int
    max_tokens: int
    max_sequence_length: int | None = None
    references: int = 0
    licence: str
    commercial: bool = True
    notice: str = ""
    vram_gb: int
    resident_gb: int
    seconds: str
    source: str


@cache
def presets() -> Mapping[str, Preset]:
    """Return all presets by name, in the order of the file."""
    text = (Path(__file__).parent / "presets.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return {name: Preset(name=name, **table) for name, table in tables.items()}


def preset_named(name: str) -> Preset:
    """Return the preset, the default one for an empty name. Raises SettingsError."""
    try:
        return presets()[name or DEFAULT_PRESET]
    except KeyError:
        known = ", ".join(presets())
        raise SettingsError(f"artist.preset: {name} is unknown; there are: {known}") from None


def preset_for_pipeline(pipeline: str, model: str) -> Preset:
    """Return the preset for a model that names its pipeline class. Raises SettingsError."""
    for preset in presets().values():
        if preset.pipeline == pipeline:
            return preset
    known = ", ".join(dict.fromkeys(preset.pipeline for preset in presets().values()))
    raise SettingsError(f"artist.model: {model} is a {pipeline}; supported are {known}")


def check_licence(preset: Preset, *, accepted: bool) -> None:
    """Raise SettingsError for non-commercial weights without a licence of the operator's own."""
    if not preset.commercial and not accepted:
        raise SettingsError(
            f"artist.preset: {preset.title} is under the {preset.licence}; "
            "add --i-have-a-licence if you may use it"
        )
