"""What moderators have set for their chat, in words."""

from __future__ import annotations

from core.chats import ChatSettings
from core.sentences import sentence, style_name


def settings_text(settings: ChatSettings, locale: str) -> str:
    """Return a line for each setting."""

    def said(key: str, value: str) -> str:
        return sentence(key, locale, value=value)

    nothing = sentence("admin_nothing", locale)
    yes, no = sentence("admin_yes", locale), sentence("admin_no", locale)
    styles = ", ".join(style_name(style, locale) for style in settings.styles)
    return "\n".join(
        (
            said("admin_is_paused", yes if settings.paused else no),
            said("admin_is_private", yes if settings.private else no),
            said("admin_has_channels", ", ".join(settings.channels) or nothing),
            said("admin_has_styles", styles or nothing),
            said("admin_has_words", ", ".join(settings.words) or nothing),
            said("admin_has_limit", str(settings.per_day) if settings.per_day else nothing),
            said("admin_has_log", settings.log_channel or nothing),
        )
    )
