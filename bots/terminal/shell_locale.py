"""Language of the terminal: the supported one closest to the shell's locale."""

from __future__ import annotations

import os
from collections.abc import Mapping

from core.sentences import negotiate, sentence


def in_shell_language(key: str, **facts: str | int) -> str:
    """Return a sentence of the catalogue in the language of the shell."""
    return sentence(key, shell_locale(os.environ), **facts)


def shell_locale(environ: Mapping[str, str]) -> str:
    """Return the supported language closest to the shell's locale, such as `pt_BR.UTF-8`."""
    named = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return negotiate(named.partition(".")[0].replace("_", "-"))
