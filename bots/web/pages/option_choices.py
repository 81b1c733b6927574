"""Options in the pages' forms, with their message ids."""

from __future__ import annotations

from core.models.identity import Platform

PANELS_LIMIT = 12  # by the generator contract
PANELS = range(1, PANELS_LIMIT + 1)

PLATFORMS = {
    Platform.DISCORD: "web_platform_discord",
    Platform.TELEGRAM: "web_platform_telegram",
    Platform.WEB: "web_platform_web",
    Platform.TERMINAL: "web_platform_terminal",
}

IDEAS = ("web_idea_bakery", "web_idea_samurai", "web_idea_robot")
