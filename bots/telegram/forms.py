"""Questions that are answered by a reply: what "edit & redraw", "continue" and "report" ask.

The question itself says, in a link that nobody has to follow, what it is about; so its answer is
understood after any restart.
"""

from __future__ import annotations

from collections.abc import Mapping

from telegram import ForceReply, Message, MessageEntity, User

from bots.chat.actions import Action, Press
from bots.chat.reasons import OTHER, kept_reason
from bots.telegram.asks import Ask
from bots.telegram.deeplinks import payload_of
from bots.telegram.drawing import Drawing, text_of
from bots.telegram.kit import Kit
from bots.telegram.options import read_wish
from bots.telegram.screens import FOLDED_FROM, Screen
from bots.telegram.texts import harmless, shortened, units
from core.models import Destination, JobId, Receipt
from core.sentences import sentence

HINT_LIMIT = 64  # characters in an empty field
PROMPT_ROOM = 3000
QUESTIONS: Mapping[Action, str] = {
    Action.EDIT: "form_edit",
    Action.CONTINUE: "form_continue",
    Action.REPORT: "form_report",
}
HINTS: Mapping[Action, str] = {
    Action.EDIT: "form_story",
    Action.CONTINUE: "form_next",
    Action.REPORT: "form_reason",
}
ANSWERS: Mapping[Action, str] = {Action.REPORT: "form_reply_reason"}


class Forms:
    """Asks, and understands what is replied."""

    def __init__(self, kit: Kit, drawing: Drawing) -> None:
        self._kit = kit
        self._drawing = drawing

    async def ask(self, ask: Ask, press: Press, person: User) -> None:
        """Ask the person; only they are to reply. Raises NotFoundError if it is not theirs."""
        told = await self._story(ask, press)
        locale = ask.locale
        url = await self._kit.start_url(payload_of(press.action, press.id))
        title = sentence(QUESTIONS[press.action], locale)
        parts, entities = (
            [title],
            [MessageEntity(MessageEntity.TEXT_LINK, 0, units(title), url=url)],
        )
        if not ask.is_private:
            # Of all people in the group only who is mentioned is asked.
            name = harmless(person.full_name)
            parts.insert(0, name)
            entities = [
                MessageEntity(MessageEntity.TEXT_MENTION, 0, units(name), user=person),
                MessageEntity(MessageEntity.TEXT_LINK, units(name) + 1, units(title), url=url),
            ]
        parts.append(sentence(ANSWERS.get(press.action, "form_reply"), locale))
        if press.action is Action.EDIT:
            start = units("\n".join(parts)) + 1
            story = shortened(harmless(told), PROMPT_ROOM)
            kind = MessageEntity.BLOCKQUOTE
            if units(story) >= FOLDED_FROM:
                kind = MessageEntity.EXPANDABLE_BLOCKQUOTE
            entities.append(MessageEntity(kind, start, units(story)))
            parts.append(story)
        hint = sentence(HINTS[press.action], locale)[:HINT_LIMIT]
        await self._kit.rest.send(
            ask.place,
            Screen("\n".join(parts), tuple(entities)),
            markup=ForceReply(selective=True, input_field_placeholder=hint),
        )

    async def answer(self, ask: Ask, press: Press, message: Message) -> None:
        """Do what was replied. Raises NotFoundError if the comic is not theirs."""
        if press.action is Action.REPORT:
            await self.report(ask, press.id, kept_reason(OTHER, text_of(message)))
            await self._kit.answers.say(ask, sentence("reported", ask.locale))
            return
        comics = self._kit.services.comics
        status = await comics.status(press.id, ask.requester)
        typed = text_of(message)
        wish = read_wish(typed, ask.locale)
        text = wish.text if press.action is Action.CONTINUE else wish.text or status.job.prompt

        async def take(destination: Destination) -> Receipt:
            if press.action is Action.CONTINUE:
                return await comics.continue_story(
                    press.id, ask.requester, destination, text=text, request_key=ask.key
                )
            return await comics.edit(
                press.id,
                ask.requester,
                destination,
                text=text,
                options=wish.options,
                request_key=ask.key,
            )

        await self._drawing.place(ask, take, prompt=text, private=status.job.private)

    async def report(self, ask: Ask, comic_id: JobId, reason: str) -> None:
        """Keep a report, and tell those who moderate where the comic was made."""
        _, job = await self._kit.services.showcase.seen_with_job(ask.requester, comic_id)
        await self._kit.services.gallery.report(ask.requester, comic_id, reason)
        await self._kit.moderators.tell(ask, job, reason)

    async def _story(self, ask: Ask, press: Press) -> str:
        """Return what the comic is made of. Raises NotFoundError for who may not do this to it."""
        if press.action is Action.REPORT:
            return (await self._kit.services.showcase.seen(ask.requester, press.id)).prompt
        return (await self._kit.services.comics.status(press.id, ask.requester)).job.prompt
