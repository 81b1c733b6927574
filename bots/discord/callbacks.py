"""Component and modal handlers. The core decides who may do what."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import discord

from bots.chat.callback_data import Action
from bots.chat.handlers.account import AccountHandlers
from bots.chat.handlers.comics import ComicHandlers
from bots.chat.handlers.gallery import GalleryHandlers
from bots.chat.handlers.open_jobs import OpenJobsHandlers
from bots.chat.handlers.registry import handlers_of, handles
from bots.chat.report_reasons import stored_reason
from bots.discord.comic_details import ComicDetailHandlers
from bots.discord.context import DiscordContext
from bots.discord.dependencies import HandlerDeps
from bots.discord.interactions import Interaction
from bots.discord.modals import continue_modal, edit_modal, fields_of, report_modal
from bots.discord.plain_text import unquoted
from core.errors import ServiceError
from core.models.deliveries import Destination
from core.models.jobs import Receipt
from core.sentences import sentence

PROMPT_SECONDS = 1.5  # for reading a prompt that its message holds in part; Discord waits for 3


class CallbackHandlers:
    """Dispatcher of component and modal interactions."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self.gallery = GalleryHandlers(deps.services)
        self.account = AccountHandlers(deps.services)
        self.queue = OpenJobsHandlers(deps.services)
        self._buttons = handlers_of(
            RequestHandlers(deps),
            ComicHandlers(deps.services),
            ComicDetailHandlers(deps),
            self.gallery,
            self.account,
            self.queue,
        )
        self._modals = handlers_of(ModalHandlers(deps))

    async def handle(self, interaction: Interaction) -> None:
        """Dispatch a component or modal interaction to its handler."""
        is_modal = interaction.type is discord.InteractionType.modal_submit
        handlers = self._modals if is_modal else self._buttons
        async with self._deps.handler_tasks.handling(interaction) as context:
            handler = handlers.get(context.callback.action) if context.callback else None
            if handler is None:
                await context.send_message(sentence("button_outdated", context.locale))
            else:
                await handler(context)


class RequestHandlers:
    """Handlers of buttons that request another comic, or open the modal of a request or report."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._requests = deps.services.requests
        self._job_statuses = deps.services.job_statuses

    @handles(Action.AGAIN, Action.RETRY)
    async def _again(self, context: DiscordContext) -> None:
        submit_request = partial(
            self._requests.try_again,
            context.data.id,
            context.requester,
            request_key=context.request_key,
        )
        prompt, _ = unquoted(context.message_content)
        await _submit(self._deps, context, submit_request, prompt)

    @handles(Action.EDIT)
    async def _open_edit(self, context: DiscordContext) -> None:
        self._deps.services.wake_hints.send()
        prompt, is_whole = unquoted(context.message_content)
        if not is_whole:
            prompt = await self._whole_prompt(context) or prompt
        await context.send_modal(edit_modal(context.data, prompt, context.locale))

    @handles(Action.CONTINUE)
    async def _open_continue(self, context: DiscordContext) -> None:
        self._deps.services.wake_hints.send()
        await context.send_modal(continue_modal(context.data, context.locale))

    @handles(Action.REPORT)
    async def _open_report(self, context: DiscordContext) -> None:
        await context.send_modal(report_modal(context.data, context.locale))

    async def _whole_prompt(self, context: DiscordContext) -> str | None:
        try:
            async with asyncio.timeout(PROMPT_SECONDS):
                status = await self._job_statuses.get(context.data.id, context.requester)
        except (ServiceError, TimeoutError):
            return None
        return status.job.prompt


class ModalHandlers:
    """Handlers of submitted modals, by the action of the button that opened them."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._requests = deps.services.requests
        self._gallery = deps.services.gallery

    @handles(Action.EDIT)
    async def _edit(self, context: DiscordContext) -> None:
        fields = fields_of(context.payload)
        options = {"style": fields.get("style"), "panelCount": _number(fields.get("panels"))}
        text = fields.get("prompt", "")
        submit_request = partial(
            self._requests.edit,
            context.data.id,
            context.requester,
            text=text,
            options={name: value for name, value in options.items() if value is not None},
            request_key=context.request_key,
        )
        await _submit(self._deps, context, submit_request, text)

    @handles(Action.CONTINUE)
    async def _continue(self, context: DiscordContext) -> None:
        text = fields_of(context.payload).get("prompt", "")
        submit_request = partial(
            self._requests.continue_story,
            context.data.id,
            context.requester,
            text=text,
            request_key=context.request_key,
        )
        await _submit(self._deps, context, submit_request, text)

    @handles(Action.REPORT)
    async def _report(self, context: DiscordContext) -> None:
        await context.acknowledge(private=True)
        await context.give_way()
        fields = fields_of(context.payload)
        reason = stored_reason(fields.get("kind", ""), fields.get("reason", ""))
        await self._gallery.report(context.requester, context.data.id, reason)
        await self._deps.report_notifier.notify(context, reason)
        await context.say(sentence("reported", context.locale))


async def _submit(
    deps: HandlerDeps,
    context: DiscordContext,
    submit_request: Callable[[Destination], Awaitable[Receipt]],
    prompt: str,
) -> None:
    """Submit a request, with an ephemeral response if the message or the chat is private."""
    is_private_chat = deps.chats.is_private(context.requester.community)
    await context.acknowledge(private=context.stays_ephemeral or is_private_chat)
    await deps.status_messages.submit(context, submit_request, prompt=prompt)


def _number(text: str | None) -> int | str | None:
    """Return the number typed, in digits of any script; else the text, for the core to reject."""
    return int(text) if text is not None and text.strip().isdecimal() else text
