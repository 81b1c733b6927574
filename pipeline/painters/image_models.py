"""Models behind images APIs: sizes and parameters that each takes, from `image_models.toml`."""

from __future__ import annotations

import fnmatch
import math
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pipeline.settings import SettingsError

_FILE = Path(__file__).parent / "image_models.toml"
_SIZE = re.compile(r"([1-9]\d{1,3})x([1-9]\d{1,3})")


def _size(value: str) -> str:
    if not _SIZE.fullmatch(value):
        raise ValueError("must be like 1024x1024")
    return value


class ImageModel(BaseModel):
    """What one model takes. Other keys of `artist.options` are sent along as they are."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    sizes: tuple[Annotated[str, AfterValidator(_size)], ...] = ()
    multiple: Annotated[int, Field(ge=1, le=256)] = 16
    pixels: tuple[int, int] = (655_360, 3_686_400)
    aspect: Annotated[float, Field(ge=1)] = 3.0
    references: Annotated[int, Field(ge=0, le=16)] = 0
    seed: bool = False
    negative_prompt: bool = False
    response_format: bool = False
    qualities: tuple[str, ...] = ()
    max_tokens: Annotated[int, Field(ge=50)] = 225
    timeout_seconds: Annotated[float, Field(gt=0, le=900)] = 180.0

    @property
    def own_parameters(self) -> dict[str, Any]:
        return dict(self.model_extra or {})

    def size_for(self, width: int, height: int) -> tuple[int, int]:
        """Return the size to ask for, of which the least has to be cut off for the panel."""
        if self.sizes:
            return min(map(_sides, self.sizes), key=lambda size: _loss(size, width / height))
        aspect = min(max(width / height, 1 / self.aspect), self.aspect)
        least, most = self.pixels
        area = min(max(float(width * height), least), most)
        sides = math.sqrt(area * aspect), math.sqrt(area / aspect)
        # rounding must lead neither below the fewest pixels nor beyond the longest aspect
        up = [math.ceil(side / self.multiple) * self.multiple for side in sides]
        down = [int(side // self.multiple) * self.multiple for side in sides]
        options = [(w, h) for w in (up[0], down[0]) for h in (up[1], down[1])]
        good = [size for size in options if self._takes(*size)]
        return min(good or options[:1], key=lambda size: _loss(size, width / height))

    def _takes(self, width: int, height: int) -> bool:
        if min(width, height) <= 0:
            return False
        least, most = self.pixels
        return least <= width * height <= most and (
            max(width, height) <= self.aspect * min(width, height)
        )


def image_model(name: str, options: dict[str, Any]) -> ImageModel:
    """Return what the model *name* takes, with the operator's *options*. Raises SettingsError."""
    known = tomllib.loads(_FILE.read_text(encoding="utf-8"))["models"]
    found = next(
        entry
        for entry in known
        if any(fnmatch.fnmatchcase(name.lower(), pattern) for pattern in entry["names"])
    )
    values = {key: value for key, value in found.items() if key != "names"}
    if "multiple" in options:
        values.pop("sizes", None)
    try:
        return ImageModel.model_validate({**values, **options})
    except ValidationError as error:
        mistake = error.errors(include_url=False, include_context=False, include_input=False)[0]
        key = ".".join(map(str, mistake["loc"]))
        message = mistake["msg"].removeprefix("Value error, ")
        raise SettingsError(f"artist.options.{key}: {message}") from None


def _sides(size: str) -> tuple[int, int]:
    width, _, height = size.partition("x")
    return int(width), int(height)


def _loss(size: tuple[int, int], aspect: float) -> float:
    """Return how far the aspect of *size* is from *aspect*; 0: nothing is cut off."""
    return abs(math.log(size[0] / size[1] / aspect))
