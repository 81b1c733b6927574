"""Buttons that show something: details, the story as text, the original, a comic once more."""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.actions import Action, Press
from bots.chat.cards import Card, comic_card
from bots.telegram.asks import Ask
from bots.telegram.deeplinks import payload_of
from bots.telegram.errors import CallError
from bots.telegram.kit import Kit
from bots.telegram.pressed import Handler, Pressed
from bots.telegram.screens import plain, screen_of
from bots.telegram.spots import INLINE, Spot
from bots.telegram.texts import harmless
from core.errors import PrivateOnlyError
from core.models import Comic
from core.sentences import details, labelled, read_as_text, sentence


class Shows:
    """Shows what is there, to who may see it: in groups, in the person's private chat."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._gallery = kit.services.gallery
        self._showcase = kit.services.showcase
        self.buttons: Mapping[Action, Handler] = {
            Action.DETAILS: self._privately,
            Action.READ: self._privately,
            Action.ORIGINAL: self._privately,
            Action.SHARE: self._share,
            Action.RESTORE: self._restore,
            Action.FETCH: self._fetch,
        }

    async def show(self, ask: Ask, press: Press) -> None:
        """Show it in this chat. Raises NotFoundError and CallError."""
        if press.action is Action.ORIGINAL:
            comic = await self._showcase.seen(ask.requester, press.id)
            await self._kit.pictures.send_original(ask.place, comic)
            return
        if press.action is Action.READ:
            comic = await self._showcase.seen(ask.requester, press.id)
            text = read_as_text(comic, ask.locale)
        else:
            comic, job = await self._showcase.seen_with_job(ask.requester, press.id)
            known = details(comic, job, ask.locale)
            text = "\n".join(labelled(each.label, each.value, ask.locale) for each in known)
        await self._kit.rest.send(ask.place, plain(harmless(text)))

    async def comic(self, ask: Ask, comic: Comic) -> None:
        """Send a comic with its buttons. Raises CallError and ImageStoreError."""
        card = comic_card(comic, ask.locale, ask.user_id)
        look = await self._kit.rest.look(others_see=not ask.is_private)
        await self._kit.pictures.send(ask.place, screen_of(card, look), comic)

    async def _privately(self, pressed: Pressed) -> None:
        """Where others read along, show it in private; or lead there who was never there."""
        ask, press = pressed.ask, pressed.press
        if ask.is_private:
            await self.show(ask, press)
            return
        await self._showcase.seen(ask.requester, press.id)
        try:
            await self.show(ask.in_private(), press)
        except CallError as error:
            if not error.is_closed:
                raise
            url = await self._kit.start_url(payload_of(press.action, press.id))
            await pressed.toast.say(url=url)
        else:
            await pressed.toast.say(sentence("answered_in_private", pressed.locale))

    async def _share(self, pressed: Pressed) -> None:
        comic = await self._showcase.show_in_chat(
            pressed.ask.requester, pressed.press.id, pressed.ask.destination()
        )
        await self.comic(pressed.ask, comic)

    async def _restore(self, pressed: Pressed) -> None:
        comic = await self._gallery.restore(pressed.ask.requester, pressed.press.id)
        await self.comic(pressed.ask, comic)
        if pressed.ask.is_private:
            # Pressed once more, it would bring another copy.
            await self._kit.rest.delete(pressed.spot.address)

    async def _fetch(self, pressed: Pressed) -> None:
        """Bring what could not be brought to a message in this chat."""
        ask, press, services = pressed.ask, pressed.press, self._kit.services
        if ask.context == INLINE:
            destination = ask.destination(pressed.spot)
            await services.deliveries.bring_here(press.id, ask.requester, destination)
            await self._kit.orders.wake()
            return
        status = await services.comics.status(press.id, ask.requester)
        waiting = plain(sentence("one_moment", ask.locale))
        sent = await self._kit.rest.send(ask.place, waiting, early=True)
        spot = Spot(sent.place.chat, sent.message)
        destination = ask.destination(spot)
        try:
            brought = await services.deliveries.bring_here(press.id, ask.requester, destination)
        except PrivateOnlyError:
            await self._kit.rest.delete(spot.address)
            raise
        if not brought:
            await self._kit.rest.delete(spot.address)
            await self.comic(ask, await self._gallery.get(ask.requester, press.id))
            return
        if status.job.state.is_terminal:
            await self._kit.orders.wake()
        else:
            self._kit.orders.follow(ask, press.id, Card(), spot)
