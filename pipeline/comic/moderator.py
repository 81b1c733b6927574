"""PageModerator port: says whether the words and the pictures of a comic may be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PIL import Image

from pipeline.comic.story import StagedStory
from pipeline.models import DrawingOrder

PictureCheck = Callable[[Image.Image, str], None]
"""Check of a painted picture at a level of safety, strict or standard.

Raises DrawingError: `output_rejected`, or another code if the check itself failed.
"""


class PageModerator(Protocol):
    """Checks a comic before anything of it is stored."""

    @property
    def picture_check(self) -> PictureCheck | None:
        """The check of pictures; None if they are not checked."""
        ...

    def check_story(self, story: StagedStory, order: DrawingOrder) -> None:
        """Check the words of a planned story. Raises DrawingError, such as `prompt_rejected`."""
        ...
