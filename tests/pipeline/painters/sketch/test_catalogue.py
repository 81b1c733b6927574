"""Catalogue: one sheet of what can be drawn."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from pipeline.painters.sketch.__main__ import main
from pipeline.painters.sketch.catalogue import sections
from pipeline.painters.sketch.figures.acts import acts
from pipeline.painters.sketch.figures.poses import POSES
from pipeline.painters.sketch.scenes import props


def _names(section: str) -> set[str]:
    return {cell.name.split(" (")[0] for cell in sections()[section]()}


def test_each_section_has_everything_of_its_kind() -> None:
    assert _names("poses") == POSES.keys()
    assert _names("acts") == acts().keys()
    assert _names("things") == props.known()


def test_no_cell_comes_twice() -> None:
    for section, cells in sections().items():
        names = [cell.name for cell in cells()]
        assert names, section
        assert len(names) == len(set(names)), section


def test_the_command_draws_the_sections_that_are_asked_for(tmp_path: Path) -> None:
    few, more = tmp_path / "few.png", tmp_path / "more.png"

    assert main(["catalogue", "beings", "--out", str(few)]) == 0
    assert main(["catalogue", "beings", "styles", "--out", str(more)]) == 0
    with Image.open(few) as one, Image.open(more) as two:
        assert one.width == two.width
        assert one.height < two.height
