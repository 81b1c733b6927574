"""Chat settings as text."""

from __future__ import annotations

from core.chats.chat_settings import ChatSettings
from core.sentences import listed, sentence, style_name


def settings_text(settings: ChatSettings, locale: str) -> str:
    """Return one line per setting."""

    def line(key: str, value: str) -> str:
        return sentence(key, locale, value=value)

    nothing = sentence("admin_nothing", locale)
    yes, no = sentence("admin_yes", locale), sentence("admin_no", locale)
    styles = listed((style_name(style, locale) for style in settings.styles), locale)
    return "\n".join(
        (
            line("admin_is_paused", yes if settings.paused else no),
            line("admin_is_private", yes if settings.private else no),
            line("admin_is_family", yes if settings.family else no),
            line("admin_has_channels", listed(settings.channels, locale) or nothing),
            line("admin_has_styles", styles or nothing),
            line("admin_has_words", listed(settings.words, locale) or nothing),
            line("admin_has_limit", str(settings.per_day) if settings.per_day else nothing),
            line("admin_has_log", settings.log_channel or nothing),
        )
    )
