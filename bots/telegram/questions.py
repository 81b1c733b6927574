"""Questions that users answer with a reply.

A deep link in the question carries its subject, so replies can be handled after a restart.
"""

from __future__ import annotations

from collections.abc import Mapping

from telegram import ForceReply, Message, MessageEntity, User

from bots.chat.callback_data import Action, CallbackData
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import payload_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.plain_text import JOINER, harmless, shortened, units
from bots.telegram.rendering import EXPANDABLE_FROM, RenderedMessage
from core.sentences import sentence

PLACEHOLDER_LIMIT = 64  # characters, of the input field
QUOTE_LIMIT = 3000
QUESTIONS: Mapping[Action, str] = {
    Action.DRAW: "form_draw",
    Action.OPTIONS: "form_draw",
    Action.EDIT: "form_edit",
    Action.CONTINUE: "form_continue",
    Action.REPORT: "form_report",
}
PLACEHOLDERS: Mapping[Action, str] = {
    Action.DRAW: "form_story",
    Action.OPTIONS: "form_story",
    Action.EDIT: "form_story",
    Action.CONTINUE: "form_next",
    Action.REPORT: "form_reason",
}
INSTRUCTIONS: Mapping[Action, str] = {Action.REPORT: "form_reply_reason"}


async def send_question(
    deps: HandlerDeps,
    context: TelegramContext,
    data: CallbackData,
    user: User,
    *,
    quote: str = "",
) -> None:
    """Send a question that only the user is asked to reply to. Raises TelegramApiError."""
    locale = context.locale
    url = await deps.start_url(payload_of(data.action, data.id))
    title = sentence(QUESTIONS[data.action], locale)
    parts, entities = [title], [MessageEntity(MessageEntity.TEXT_LINK, 0, units(title), url=url)]
    if not context.is_private:
        # A selective ForceReply applies only to the users that the message mentions.
        name = harmless(user.full_name)
        parts.insert(0, name)
        entities = [
            MessageEntity(MessageEntity.TEXT_MENTION, 0, units(name), user=user),
            MessageEntity(MessageEntity.TEXT_LINK, units(name) + 1, units(title), url=url),
        ]
    parts.append(sentence(INSTRUCTIONS.get(data.action, "form_reply"), locale))
    if quote:
        start = units("\n".join(parts)) + 1
        quoted = shortened(harmless(quote), QUOTE_LIMIT)
        kind = MessageEntity.BLOCKQUOTE
        if units(quoted) >= EXPANDABLE_FROM:
            kind = MessageEntity.EXPANDABLE_BLOCKQUOTE
        entities.append(MessageEntity(kind, start, units(quoted)))
        parts.append(quoted)
    placeholder = sentence(PLACEHOLDERS[data.action], locale)[:PLACEHOLDER_LIMIT]
    await deps.api.send(
        context.target,
        RenderedMessage("\n".join(parts), tuple(entities)),
        markup=ForceReply(selective=True, input_field_placeholder=placeholder),
    )


def quoted_text(question: Message | None) -> str:
    """Return the text that a question quotes; empty if it quotes none."""
    if question is None:
        return ""
    kinds: list[str | None] = [MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE]
    return " ".join(question.parse_entities(kinds).values()).replace(JOINER, "")
