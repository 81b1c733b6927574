"""The table of presets in docs/artists.md says what presets.toml says."""

from __future__ import annotations

from pathlib import Path

from pipeline.painters.presets import presets

PAGE = Path(__file__).resolve().parents[3] / "docs" / "artists.md"


def test_the_table_has_every_preset_with_its_licence_and_memory() -> None:
    rows = {
        cells[0].strip("`"): cells
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `") and len(cells := [c.strip() for c in line.split("|")[1:-1]]) == 8
    }

    assert list(rows) == list(presets())
    for preset in presets().values():
        licence = preset.licence + ("" if preset.commercial else ", `--i-have-a-licence`")
        assert rows[preset.name][1:] == [
            preset.title,
            licence,
            str(preset.steps),
            f"{preset.vram_gb} / {preset.resident_gb}",
            preset.seconds,
            str(preset.references or "–"),
            preset.source,
        ]
