"""A Discord that is true to the protocol, for the real discord.py to log in to.

```
fake = FakeDiscord()
ada = fake.add_user("ada")
fake.add_guild("Comics", ada)                       # with a channel "general", and the bot in it
async with fake.running():                          # on fake.api_base and fake.gateway_url
    ...                                             # start the bot, with fake.token
    await fake.connected()
    comic = await fake.slash(ada, fake.channel("general"), "comic", prompt="a cat")
    await fake.answered(comic)                      # more than "thinking…"
    assert comic.original.pictures
```

How discord.py is led here, unpatched: it has two addresses for a whole process, and both are meant
to be set before a client starts. `discord.http.Route.BASE` is the REST API's; commands, channels,
interaction callbacks and webhook tokens all go by `Route`. `DiscordWebSocket.DEFAULT_GATEWAY` is
the gateway's. A client without `shard_count` asks `GET /gateway/bot` for its first connection, but
dials DEFAULT_GATEWAY once a session cannot be resumed, so that has to be set in any case.

What is where: `world`, `messages` and `access` are who and what there is, and who may do what;
`scenery` arranges it. `routes` are the REST routes, `requests` what stands before them; the rules
that refuse are in `message_rules`, `component_rules` and `command_rules`. `interactions` and
`answering` are a press and the bot's answer to it, `acting` what people do, `gateway` and
`sessions` the websocket. `faults`, `limits` and `clock` are bad weather; `ledger` has every call.

Where Discord promises nothing, the fake takes the stricter reading. It leaves out what our bot does
not use: message events and intents for them, voice, reactions, polls, stickers, pins, webhooks of
channels, `max_concurrency`, and the limit of edits to old messages.
"""

from tests.fakes.discord.acting import CannotError
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.ledger import Call
from tests.fakes.discord.limits import Limit
from tests.fakes.discord.messages import Attachment, Flag, Message
from tests.fakes.discord.options import CannotGiveError
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Channel, Guild, Kind, Permission, Role, User

__all__ = [
    "Attachment",
    "Call",
    "CannotError",
    "CannotGiveError",
    "Channel",
    "FakeDiscord",
    "Fault",
    "Flag",
    "Guild",
    "Interaction",
    "Kind",
    "Limit",
    "Message",
    "Permission",
    "Role",
    "User",
]
