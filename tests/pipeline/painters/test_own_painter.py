"""The painter of `docs/artists.md`, as a reader would save it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
RUN = """
import io
from PIL import Image
from pipeline.service.artist_worker import load_artist
from tests.pipeline.comic.drawing_orders import FOX, order, quiet
import my_painter
page = my_painter.draw(order(FOX, panel_count=2), quiet)
assert Image.open(io.BytesIO(page.image)).size == (page.width, page.height)
assert page.model == "dusk-1"
load_artist("my_painter:draw")
"""


def test_the_painter_of_the_documentation_paints(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "artists.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "my_painter.py").write_text(code, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", RUN],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    assert "red fox" in done.stdout
    assert len([line for line in code.splitlines() if line.strip()]) <= 20
