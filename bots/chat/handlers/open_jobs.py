"""Queue handlers: the user's open jobs, and their cancellation."""

from __future__ import annotations

from bots.chat.callback_data import Action
from bots.chat.cards import Card
from bots.chat.context import ButtonContext, RequestContext
from bots.chat.handlers.registry import handles
from bots.chat.queue_card import queue_card
from core.sentences import explain_end
from core.services import Services


class OpenJobsHandlers:
    """Handlers of `/queue` and `/cancel`; only the user sees the responses."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def queue(self, context: RequestContext) -> None:
        """Handle `/queue`."""
        await context.acknowledge(private=True)
        await self._show_queue(context)

    async def cancel(self, context: RequestContext) -> None:
        """Handle `/cancel`: cancel the only open job, or show the queue to choose from."""
        await context.acknowledge(private=True)
        jobs = await self._services.job_statuses.open_jobs(context.requester)
        if len(jobs) != 1:
            await context.show(queue_card(jobs, context.locale))
            return
        cancellation = await self._services.cancellation.cancel(jobs[0].job.id, context.requester)
        await context.show(Card(text=explain_end(cancellation.status.job, context.locale)))

    @handles(Action.QUEUE_CANCEL)
    async def _cancel(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        await self._services.cancellation.cancel(context.data.id, context.requester)
        await self._show_queue(context)

    async def _show_queue(self, context: RequestContext) -> None:
        jobs = await self._services.job_statuses.open_jobs(context.requester)
        await context.show(queue_card(jobs, context.locale))
