"""What moderators have set for their chat, in words."""

from __future__ import annotations

from core.chats.chat_settings import ChatSettings
from core.sentences import listed, sentence, style_name


def settings_text(settings: ChatSettings, locale: str) -> str:
    """Return a line for each setting."""

    def said(key: str, value: str) -> str:
        return sentence(key, locale, value=value)

    nothing = sentence("admin_nothing", locale)
    yes, no = sentence("admin_yes", locale), sentence("admin_no", locale)
    styles = listed((style_name(style, locale) for style in settings.styles), locale)
    return "\n".join(
        (
            said("admin_is_paused", yes if settings.paused else no),
            said("admin_is_private", yes if settings.private else no),
            said("admin_has_channels", listed(settings.channels, locale) or nothing),
            said("admin_has_styles", styles or nothing),
            said("admin_has_words", listed(settings.words, locale) or nothing),
            said("admin_has_limit", str(settings.per_day) if settings.per_day else nothing),
            said("admin_has_log", settings.log_channel or nothing),
        )
    )
