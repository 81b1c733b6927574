"""Errors as text: what went wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from core.errors import GeneratorError, ServiceError
from core.sentences.catalogue import sentence

# Message ids by the error code of the generator, or of the verification of its picture. A generator
# may send other codes; those are described by the job's state.
REASONS: Mapping[str, str] = {
    "prompt_rejected": "prompt_rejected",
    "output_rejected": "output_rejected",
    "letters_missing": "letters_missing",
    "gpu_oom": "gpu_oom",
    "deadline_exceeded": "expired",
    "upload_failed": "bad_response",
    "bad_response": "bad_response",
    "bad_image": "bad_response",
    "image_missing": "bad_response",
    "overloaded": "generator_unavailable",
    "warming": "generator_unavailable",
    "unauthorized": "generator_unavailable",
}


def explain(error: ServiceError, locale: str) -> str:
    """Return the message for an error: what went wrong, and what to do about it."""
    if isinstance(error, GeneratorError):
        return sentence(REASONS.get(error.reason, error.code), locale)
    return sentence(error.code, locale, **error.facts)
