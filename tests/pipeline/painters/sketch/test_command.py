from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from pipeline.painters.sketch.__main__ import main


def test_the_command_writes_the_comic(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "moon.webp"

    code = main(["A cat on the moon", "--out", str(out), "--panels", "2", "--size", "512"])

    assert code == 0
    with Image.open(out) as image:
        assert image.format == "WEBP"
    assert "moon.webp" in capsys.readouterr().out
