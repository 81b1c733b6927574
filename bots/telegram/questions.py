"""Questions that people answer with a reply.

The question itself says, in a link that nobody has to follow, what it is about; so its answer is
understood after any restart.
"""

from __future__ import annotations

from collections.abc import Mapping

from telegram import ForceReply, Message, MessageEntity, User

from bots.chat.callback_data import Action, CallbackData
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import payload_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.plain_text import JOINER, harmless, shortened, units
from bots.telegram.rendering import FOLDED_FROM, RenderedMessage
from core.sentences import sentence

HINT_LIMIT = 64  # characters in an empty field
QUOTE_ROOM = 3000
QUESTIONS: Mapping[Action, str] = {
    Action.DRAW: "form_draw",
    Action.OPTIONS: "form_draw",
    Action.EDIT: "form_edit",
    Action.CONTINUE: "form_continue",
    Action.REPORT: "form_report",
}
HINTS: Mapping[Action, str] = {
    Action.DRAW: "form_story",
    Action.OPTIONS: "form_story",
    Action.EDIT: "form_story",
    Action.CONTINUE: "form_next",
    Action.REPORT: "form_reason",
}
ANSWERS: Mapping[Action, str] = {Action.REPORT: "form_reply_reason"}


async def put_question(
    deps: HandlerDeps,
    context: TelegramContext,
    press: CallbackData,
    person: User,
    *,
    quote: str = "",
) -> None:
    """Ask the person; only they are to reply. Raises CallError."""
    locale = context.locale
    url = await deps.start_url(payload_of(press.action, press.id))
    title = sentence(QUESTIONS[press.action], locale)
    parts, entities = [title], [MessageEntity(MessageEntity.TEXT_LINK, 0, units(title), url=url)]
    if not context.is_private:
        # Of all people in the group only who is mentioned is asked.
        name = harmless(person.full_name)
        parts.insert(0, name)
        entities = [
            MessageEntity(MessageEntity.TEXT_MENTION, 0, units(name), user=person),
            MessageEntity(MessageEntity.TEXT_LINK, units(name) + 1, units(title), url=url),
        ]
    parts.append(sentence(ANSWERS.get(press.action, "form_reply"), locale))
    if quote:
        start = units("\n".join(parts)) + 1
        shown = shortened(harmless(quote), QUOTE_ROOM)
        kind = MessageEntity.BLOCKQUOTE
        if units(shown) >= FOLDED_FROM:
            kind = MessageEntity.EXPANDABLE_BLOCKQUOTE
        entities.append(MessageEntity(kind, start, units(shown)))
        parts.append(shown)
    hint = sentence(HINTS[press.action], locale)[:HINT_LIMIT]
    await deps.api.send(
        context.place,
        RenderedMessage("\n".join(parts), tuple(entities)),
        markup=ForceReply(selective=True, input_field_placeholder=hint),
    )


def quoted_in(question: Message | None) -> str:
    """Return what a question of ours quotes; empty where it quotes nothing."""
    if question is None:
        return ""
    kinds: list[str | None] = [MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE]
    return " ".join(question.parse_entities(kinds).values()).replace(JOINER, "")
