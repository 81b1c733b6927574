"""Commands as Discord has them, written only when they changed: a day has few writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from discord import app_commands
from discord.http import Route

from bots.discord.command_translations import CatalogueTranslator
from core.sentences import CATALOGUE, Catalogue

log = structlog.get_logger(__name__)

COMMANDS = "/applications/{application_id}/commands"
# What Discord fills in where we say nothing; it leaves out what is empty or false.
USUAL: Mapping[str, Any] = {
    "type": 1,
    "required": False,
    "autocomplete": False,
    "nsfw": False,
    "options": [],
    "choices": [],
    "description": "",
    "description_localizations": {},
    "name_localizations": {},
    "default_member_permissions": None,
    "contexts": None,
    "integration_types": [0],
}
LIMITS = {"min_value", "max_value", "min_length", "max_length"}
COMPARED = {*USUAL, *LIMITS, "name", "value"}
NESTED = {"options", "choices"}
SETS = {"contexts", "integration_types"}


async def sync_commands(
    tree: app_commands.CommandTree[Any], catalogue: Catalogue = CATALOGUE
) -> bool:
    """Bring Discord's list up to date; say whether it had to be changed. Raises HTTPException."""
    client, translator = tree.client, CatalogueTranslator(catalogue)
    await tree.set_translator(translator)
    route = Route("GET", COMMANDS, application_id=client.application_id)
    theirs = await client.http.request(route, params={"with_localizations": "true"})
    ours = [
        await command.get_translated_payload(tree, translator) for command in tree.get_commands()
    ]
    if plain_form(ours) == plain_form(theirs):
        return False
    await tree.sync()
    log.info("commands_synced", commands=len(ours))
    return True


def plain_form(commands: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], Any]:
    """Return commands so that two lists are equal when they mean the same."""
    return {(each.get("type", 1), each["name"]): _plain(each) for each in commands}


def _plain(each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _plain_value(name, value)
        for name, value in each.items()
        if name in COMPARED and value is not None and value != USUAL.get(name)
    }


def _plain_value(name: str, value: Any) -> Any:
    if name in NESTED:
        return [_plain(part) for part in value]
    if name in SETS:
        return sorted(value)
    # Permissions are a number with us, and a text with Discord.
    return str(value) if name == "default_member_permissions" else value
