"""Registration of application commands, only when they changed: Discord limits writes per day."""

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
# Discord's defaults for omitted fields; its responses leave out empty and false values.
DEFAULTS: Mapping[str, Any] = {
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
COMPARED = {*DEFAULTS, *LIMITS, "name", "value"}
NESTED = {"options", "choices"}
SETS = {"contexts", "integration_types"}


async def sync_commands(
    tree: app_commands.CommandTree[Any], catalogue: Catalogue = CATALOGUE
) -> bool:
    """Update Discord's list of commands; return whether it had changed. Raises HTTPException."""
    client, translator = tree.client, CatalogueTranslator(catalogue)
    await tree.set_translator(translator)
    route = Route("GET", COMMANDS, application_id=client.application_id)
    registered = await client.http.request(route, params={"with_localizations": "true"})
    wanted = [
        await command.get_translated_payload(tree, translator) for command in tree.get_commands()
    ]
    if normalized(wanted) == normalized(registered):
        return False
    await tree.sync()
    log.info("commands_synced", commands=len(wanted))
    return True


def normalized(commands: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], Any]:
    """Return commands in a form that is equal for two equivalent lists."""
    return {(each.get("type", 1), each["name"]): _normalized_fields(each) for each in commands}


def _normalized_fields(each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _normalized_value(name, value)
        for name, value in each.items()
        if name in COMPARED and value is not None and value != DEFAULTS.get(name)
    }


def _normalized_value(name: str, value: Any) -> Any:
    if name in NESTED:
        return [_normalized_fields(part) for part in value]
    if name in SETS:
        return sorted(value)
    # The library sends permissions as a number, while Discord returns a string.
    return str(value) if name == "default_member_permissions" else value
