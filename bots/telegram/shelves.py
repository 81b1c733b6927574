"""The gallery: one message, whose picture changes with each page, mostly by file id alone."""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.actions import Action
from bots.chat.cards import Card
from bots.chat.shelves import SHELVES, filter_of, shelf_card, turned
from bots.telegram.asks import Ask
from bots.telegram.kit import Kit
from bots.telegram.pressed import Handler, Pressed
from bots.telegram.screens import Look, heading_in, screen_of
from core.models import GalleryFilter

ALONE = Look(others_see=False)


class Shelves:
    """Shows people their galleries, in private chats only."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._gallery = kit.services.gallery
        self._showcase = kit.services.showcase
        self.buttons: Mapping[Action, Handler] = {
            **dict.fromkeys(SHELVES, self._turn),
            Action.GALLERY_FAVORITE: self._favorite,
            Action.GALLERY_UNFAVORITE: self._favorite,
            Action.GALLERY_DELETE: self._delete,
            Action.GALLERY_RESTORE: self._restore,
        }

    async def open(self, ask: Ask, wanted: GalleryFilter) -> None:
        """Answer `/mygallery`. Raises CallError where the person has not started us."""
        shelf = await self._showcase.beside(ask.requester, None, wanted=wanted)
        await self._send(ask.in_private(), shelf_card(shelf, wanted, ask.requester))

    async def _turn(self, pressed: Pressed) -> None:
        turn = SHELVES[pressed.press.action]
        wanted = turned(turn, heading_in(pressed.message))
        requester = pressed.ask.requester
        shelf = await self._showcase.beside(
            requester, pressed.press.extra or None, newer=turn.newer, wanted=wanted
        )
        await self._show(pressed, shelf_card(shelf, wanted, requester))

    async def _favorite(self, pressed: Pressed) -> None:
        favorite = pressed.press.action is Action.GALLERY_FAVORITE
        await self._gallery.update(pressed.ask.requester, pressed.press.id, favorite=favorite)
        await self._show_again(pressed)

    async def _delete(self, pressed: Pressed) -> None:
        requester, wanted = pressed.ask.requester, filter_of(heading_in(pressed.message))
        await self._gallery.delete(requester, pressed.press.id)
        shelf = await self._showcase.beside(requester, pressed.press.extra or None, wanted=wanted)
        await self._show(pressed, shelf_card(shelf, wanted, requester, deleted=pressed.press.id))

    async def _restore(self, pressed: Pressed) -> None:
        await self._gallery.restore(pressed.ask.requester, pressed.press.id)
        await self._show_again(pressed)

    async def _show_again(self, pressed: Pressed) -> None:
        """Show the comic among those that are looked at."""
        requester, wanted = pressed.ask.requester, filter_of(heading_in(pressed.message))
        shelf = await self._showcase.at(requester, pressed.press.id, wanted=wanted)
        await self._show(pressed, shelf_card(shelf, wanted, requester))

    async def _show(self, pressed: Pressed, card: Card) -> None:
        """Make it what the message shows. A picture cannot be taken out of a message again."""
        address = pressed.spot.address
        if card.comic is not None:
            await self._kit.pictures.put(address, screen_of(card, ALONE), card.comic)
        elif pressed.has_picture:
            await self._send(pressed.ask.in_private(), card)
            await self._kit.rest.delete(address)
        else:
            await self._kit.rest.edit_text(address, screen_of(card, ALONE))

    async def _send(self, ask: Ask, card: Card) -> None:
        screen = screen_of(card, ALONE)
        if card.comic is not None:
            await self._kit.pictures.send(ask.place, screen, card.comic)
        else:
            await self._kit.rest.send(ask.place, screen)
