"""`/mygallery`: one comic at a time, with what is older and newer. Its buttons carry the place."""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.actions import Action, Press
from bots.chat.shelves import SHELVES, filter_of, shelf_card, turned
from bots.discord.acks import acknowledge, acknowledge_press
from bots.discord.convert import Interaction, requester_of
from bots.discord.handlers import Handler
from bots.discord.kit import Kit
from bots.discord.shows import Shows
from bots.discord.texts import heading_in
from core.models import GalleryFilter


class Shelves:
    """Shows people their galleries; nobody but they can see or turn the pages."""

    def __init__(self, kit: Kit, shows: Shows) -> None:
        self._gallery = kit.services.gallery
        self._showcase = kit.services.showcase
        self._shows = shows
        self.buttons: Mapping[Action, Handler] = {
            **dict.fromkeys(SHELVES, self._turn),
            Action.GALLERY_FAVORITE: self._favorite,
            Action.GALLERY_UNFAVORITE: self._favorite,
            Action.GALLERY_DELETE: self._delete,
            Action.GALLERY_RESTORE: self._restore,
        }

    async def open(self, interaction: Interaction, wanted: GalleryFilter) -> None:
        """Answer `/mygallery`."""
        await acknowledge(interaction, private=True)
        requester = requester_of(interaction)
        shelf = await self._showcase.beside(requester, None, wanted=wanted)
        await self._shows.card(interaction, shelf_card(shelf, wanted, requester))

    async def _turn(self, interaction: Interaction, press: Press) -> None:
        await acknowledge_press(interaction)
        turn = SHELVES[press.action]
        wanted = turned(turn, _heading_in(interaction))
        requester = requester_of(interaction)
        shelf = await self._showcase.beside(
            requester, press.extra or None, newer=turn.newer, wanted=wanted
        )
        await self._shows.card(interaction, shelf_card(shelf, wanted, requester))

    async def _favorite(self, interaction: Interaction, press: Press) -> None:
        await acknowledge_press(interaction)
        favorite = press.action is Action.GALLERY_FAVORITE
        await self._gallery.update(requester_of(interaction), press.id, favorite=favorite)
        await self._show(interaction, press)

    async def _delete(self, interaction: Interaction, press: Press) -> None:
        await acknowledge_press(interaction)
        requester, wanted = requester_of(interaction), filter_of(_heading_in(interaction))
        await self._gallery.delete(requester, press.id)
        shelf = await self._showcase.beside(requester, press.extra or None, wanted=wanted)
        card = shelf_card(shelf, wanted, requester, deleted=press.id)
        await self._shows.card(interaction, card)

    async def _restore(self, interaction: Interaction, press: Press) -> None:
        await acknowledge_press(interaction)
        await self._gallery.restore(requester_of(interaction), press.id)
        await self._show(interaction, press)

    async def _show(self, interaction: Interaction, press: Press) -> None:
        """Show the comic among those that are looked at."""
        requester, wanted = requester_of(interaction), filter_of(_heading_in(interaction))
        shelf = await self._showcase.at(requester, press.id, wanted=wanted)
        await self._shows.card(interaction, shelf_card(shelf, wanted, requester))


def _heading_in(interaction: Interaction) -> list[str]:
    return heading_in(interaction.message.content) if interaction.message else []
