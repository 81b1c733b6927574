"""Tests of the output file of `comicai comic`."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest

from bots.terminal.client import ComicFile
from bots.terminal.errors import TerminalError
from bots.terminal.output_file import check_out, save

COMIC = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
PICTURE = ComicFile(b"a picture", "image/png")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_comic_is_written_to_the_given_file(tmp_path: Path) -> None:
    path = save(PICTURE, COMIC, tmp_path / "moon.png", force=False)

    assert path == tmp_path / "moon.png"
    assert path.read_bytes() == b"a picture"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content_type", "ending"),
    [("image/png", "png"), ("image/webp", "webp"), ("image/jpeg", "jpg")],
)
def test_the_default_file_name_is_the_uuid(content_type: str, ending: str) -> None:
    path = save(ComicFile(b"a picture", content_type), COMIC, None, force=False)

    assert path == Path(f"comic-{COMIC}.{ending}")
    assert path.read_bytes() == b"a picture"


def test_the_file_has_the_default_permissions(tmp_path: Path) -> None:
    (tmp_path / "other").touch()

    path = save(PICTURE, COMIC, tmp_path / "moon.png", force=False)

    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_file_created_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "moon.png").write_text("precious")

    with pytest.raises(TerminalError) as caught:
        save(PICTURE, COMIC, tmp_path / "moon.png", force=False)

    assert (tmp_path / "moon.png").read_text() == "precious"
    assert str(COMIC) in str(caught.value)


def test_force_overwrites_a_file(tmp_path: Path) -> None:
    (tmp_path / "moon.png").write_text("not precious")

    save(PICTURE, COMIC, tmp_path / "moon.png", force=True)

    assert (tmp_path / "moon.png").read_bytes() == b"a picture"


def test_a_folder_removed_meanwhile_loses_the_file_but_not_the_comic(tmp_path: Path) -> None:
    with pytest.raises(TerminalError, match="in your gallery"):
        save(PICTURE, COMIC, tmp_path / "gone" / "moon.png", force=False)


def test_a_folder_cannot_be_overwritten(tmp_path: Path) -> None:
    with pytest.raises(TerminalError, match="is a folder"):
        check_out(tmp_path, force=True)


def test_a_device_is_never_overwritten(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(TerminalError, match="not a regular file"):
        save(PICTURE, COMIC, pipe, force=True)

    assert pipe.is_fifo()


def test_a_symbolic_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.png").write_text("old")
    (tmp_path / "link.png").symlink_to("real.png")

    save(PICTURE, COMIC, tmp_path / "link.png", force=True)

    assert (tmp_path / "link.png").is_symlink()
    assert (tmp_path / "real.png").read_bytes() == b"a picture"


def test_a_read_only_folder_is_refused_before_drawing() -> None:
    with pytest.raises(TerminalError, match="is not writable"):
        check_out(Path("/proc/moon.png"), force=False)  # not writable even for root


def test_errors_are_in_the_language_of_the_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "pt_BR.UTF-8")

    with pytest.raises(TerminalError, match="é uma pasta"):
        check_out(tmp_path, force=True)
