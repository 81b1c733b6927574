"""A protocol-true fake Discord, for the real discord.py to connect to.

```
fake = FakeDiscord()
ada = fake.add_user("ada")
fake.add_guild("Comics", ada)                       # with a channel "general", and the bot in it
async with fake.running():                          # on fake.api_base and fake.gateway_url
    ...                                             # start the bot, with fake.token
    await fake.connected()
    comic = await fake.slash(ada, fake.channel("general"), "comic", prompt="a cat")
    await fake.responded(comic)                      # more than "thinking…"
    assert comic.original.pictures
```

How discord.py is pointed here, unpatched: it has two base URLs for a whole process, and both are
meant to be set before a client starts. `discord.http.Route.BASE` is the REST API's; commands,
channels, interaction callbacks and webhook tokens all go through `Route`.
`DiscordWebSocket.DEFAULT_GATEWAY` is the gateway's. A client without `shard_count` requests
`GET /gateway/bot` for its first connection, but connects to DEFAULT_GATEWAY once a session cannot
be resumed, so that has to be set in any case.

The modules: `models`, `messages` and `access` are the objects and their permissions; `server_state`
holds them and sets them up. `routes` are the REST routes, `requests` the processing in front of
them; the validation is in `message_rules`, `component_rules` and `command_rules`. `interactions`
and `interaction_responses` are an interaction and the bot's responses to it, `user_actions` the
actions of users, `gateway` and `sessions` the websocket. `faults`, `limits` and `clock` simulate
failures, rate limits and time; `call_log` has every call.

Where Discord documents nothing, the fake is strict. It leaves out what the bot does not use:
message events and intents for them, voice, reactions, polls, stickers, pins, webhooks of channels,
`max_concurrency`, and the limit of edits to old messages.
"""

from tests.fakes.discord.call_log import Call
from tests.fakes.discord.command_options import InvalidValueError
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.messages import Attachment, Flag, Message
from tests.fakes.discord.models import Channel, Guild, Kind, Permission, Role, User
from tests.fakes.discord.rate_limits import Limit
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.user_actions import NotOfferedError

__all__ = [
    "Attachment",
    "Call",
    "Channel",
    "FakeDiscord",
    "Fault",
    "Flag",
    "Guild",
    "Interaction",
    "InvalidValueError",
    "Kind",
    "Limit",
    "Message",
    "NotOfferedError",
    "Permission",
    "Role",
    "User",
]
