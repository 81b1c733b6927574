from __future__ import annotations

import pytest

from pipeline.painters.presets import (
    DEFAULT_PRESET,
    check_licence,
    preset_for_pipeline,
    preset_named,
    presets,
)
from pipeline.settings import SettingsError


def test_the_default_is_small_and_free() -> None:
    preset = preset_named("")

    assert preset.name == DEFAULT_PRESET == "klein"
    assert preset.licence == "Apache-2.0"
    assert preset.steps == 4
    assert preset.references > 1


def test_all_presets_are_readable() -> None:
    expected = {
        "klein",
        "z-image-turbo",
        "flux-schnell",
        "qwen-image",
        "sdxl-lightning",
        "sd35-turbo",
    }
    assert expected <= set(presets())
    for preset in presets().values():
        assert preset.native % preset.multiple == 0
        assert preset.smallest <= preset.native
        assert preset.vram_gb <= preset.resident_gb
        assert preset.steps <= preset.most_steps


def test_an_unknown_preset_is_one_sentence_with_the_known_ones() -> None:
    with pytest.raises(SettingsError) as refused:
        preset_named("kline")

    message = str(refused.value)
    assert message.startswith("artist.preset: kline is unknown")
    assert "klein" in message
    assert "\n" not in message


def test_a_model_of_ones_own_gets_the_plain_preset_of_its_class() -> None:
    found = preset_for_pipeline("StableDiffusionXLPipeline", "/models/comic")
    assert found.name == "sdxl"

    with pytest.raises(SettingsError, match="is a WanPipeline; supported are"):
        preset_for_pipeline("WanPipeline", "/models/film")


def test_non_commercial_weights_need_a_licence() -> None:
    bound = preset_named("klein-9b")

    with pytest.raises(SettingsError, match="--i-have-a-licence"):
        check_licence(bound, accepted=False)
    check_licence(bound, accepted=True)
    check_licence(preset_named("sd35-turbo"), accepted=False)
