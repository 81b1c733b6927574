"""Parts of ComicAI, of which a process runs all or one."""

from __future__ import annotations

WEB, WORKER, DISCORD, TELEGRAM = "web", "worker", "discord", "telegram"
ALL_PARTS = frozenset({WEB, WORKER, DISCORD, TELEGRAM})
