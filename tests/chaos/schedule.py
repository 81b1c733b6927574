"""Schedule of one run: requests and disruptions, drawn from the seed before the run starts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

FIRST_EVENT_SECONDS = 1.0
SECONDS_PER_REQUEST = 0.4
SECONDS_PER_KILL = 2.0
KILLS_PER_DISRUPTION = 2  # of another kind than a kill
KILLS_PER_EXPIRY = 10  # of Discord's reply tokens, all at once
REPEATED_AT_ONCE = 0.15  # of the requests
REPEATED_LATER = 0.1
WAITS_FOR_SESSION = 0.8
AIMED = 0.75  # of the kills other than workers', which are all aimed
MAX_AIM_DELAY = 0.4  # seconds, within which a request is acknowledged, committed and shown


class Origin(StrEnum):
    """Where a request is made; the part before the dash is the platform."""

    DISCORD_CHANNEL = "discord-channel"
    DISCORD_CHANNEL_PRIVATE = "discord-channel-private"
    DISCORD_THREAD = "discord-thread"
    DISCORD_DM = "discord-dm"
    DISCORD_FOREIGN = "discord-foreign"  # a server without the bot; the user has installed the app
    DISCORD_FOREIGN_PRIVATE = "discord-foreign-private"
    TELEGRAM_PRIVATE = "telegram-private"
    TELEGRAM_WORDS = "telegram-words"  # plain text in a private chat
    TELEGRAM_GROUP = "telegram-group"
    TELEGRAM_GROUP_PRIVATE = "telegram-group-private"
    WEB_VISITOR = "web-visitor"
    WEB_ACCOUNT = "web-account"

    @property
    def platform(self) -> str:
        return self.value.partition("-")[0]

    @property
    def is_private(self) -> bool:
        """Whether only the requester may see the answer."""
        return self not in {
            Origin.DISCORD_CHANNEL,
            Origin.DISCORD_THREAD,
            Origin.DISCORD_FOREIGN,
            Origin.TELEGRAM_GROUP,
        }


class DisruptionKind(StrEnum):
    """Kind of disruption."""

    KILL = "kill"  # SIGKILL, and a restart after a while
    LOSE_MACHINE = "lose_machine"  # SIGKILL, and a restart in an empty folder
    CUT = "cut"  # all connections of a link are aborted
    STALL = "stall"  # a link accepts all bytes, forwards none, and is cut at the end
    SLOW = "slow"  # all bytes of a link are delayed
    LOSE_RESPONSE = "lose_response"  # an operation is done, and its response is lost
    SHUFFLE_QUEUE = "shuffle_queue"  # messages of the job queue are doubled, reordered, lost
    REORDER_UPDATES = "reorder_updates"  # Telegram's updates arrive late and in the wrong order
    EXPIRE_TOKENS = "expire_tokens"  # Discord's clock advances by 16 minutes
    DROP_GATEWAY = "drop_gateway"  # Discord's gateway drops all connections


KILLS = {DisruptionKind.KILL, DisruptionKind.LOSE_MACHINE}


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """One request. Its event is sent again after each of *repeat_after*, in seconds.

    With *waits_for_session*, it is sent once the bot is connected, where the user can see that.
    """

    at: float
    number: int
    origin: Origin
    user: int
    repeat_after: tuple[float, ...]
    waits_for_session: bool


@dataclass(frozen=True, slots=True)
class Disruption:
    """One disruption: its kind, its target and its duration.

    With *aim_delay*, it waits a few seconds for its target to be at work, and strikes that many
    seconds later.
    """

    at: float
    kind: DisruptionKind
    target: str = ""
    seconds: float = 0.0
    aim_delay: float | None = None  # seconds
    resumes: bool = True  # whether a killed generator still knows its jobs after the restart


@dataclass(frozen=True, slots=True)
class Fleet:
    """The processes of ComicAI, by name."""

    workers: int
    web_servers: int
    discord_bots: int
    telegram_bots: int

    @property
    def names(self) -> tuple[str, ...]:
        kinds = {
            "worker": self.workers,
            "web": self.web_servers,
            "discord": self.discord_bots,
            "telegram": self.telegram_bots,
        }
        return tuple(f"{kind}-{n}" for kind, count in kinds.items() for n in range(1, count + 1))


SMALL = Fleet(workers=2, web_servers=1, discord_bots=1, telegram_bots=1)
LARGE = Fleet(workers=3, web_servers=2, discord_bots=2, telegram_bots=2)
SMALL_FLEET_REQUESTS = 50  # the most requests that the small fleet is used for

# How often each kind is killed, relative to the others. In the first round each is killed once.
KILL_WEIGHTS = {
    "worker": 8,
    "discord": 3,
    "telegram": 3,
    "web": 2,
    "generator": 2,
    "redis": 2,
    "database": 1,
}
SERVERS = {"generator", "redis", "database"}
# The servers that each kind of process connects to.
CONNECTIONS = {
    "worker": ("database", "redis", "generator", "discord", "telegram"),
    "web": ("database", "redis"),
    "discord": ("database", "redis", "discord"),
    "telegram": ("database", "redis", "telegram"),
}
OTHER_KINDS = (
    DisruptionKind.CUT,
    DisruptionKind.STALL,
    DisruptionKind.SLOW,
    DisruptionKind.LOSE_RESPONSE,
    DisruptionKind.LOSE_RESPONSE,
    DisruptionKind.SHUFFLE_QUEUE,
    DisruptionKind.REORDER_UPDATES,
    DisruptionKind.DROP_GATEWAY,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The schedule of one run."""

    seed: int
    fleet: Fleet
    users: int  # on each platform
    seconds: float
    planned_requests: tuple[PlannedRequest, ...]
    disruptions: tuple[Disruption, ...]

    @property
    def kills(self) -> int:
        return sum(disruption.kind in KILLS for disruption in self.disruptions)


def make_plan(seed: int, *, requests: int, kills: int) -> Plan:
    """Return a plan; the same three numbers give the same plan on any machine."""
    rng = random.Random(f"{seed} {requests} {kills}")
    fleet = SMALL if requests <= SMALL_FLEET_REQUESTS else LARGE
    users = max(3, requests // 12)
    seconds = FIRST_EVENT_SECONDS + max(requests * SECONDS_PER_REQUEST, kills * SECONDS_PER_KILL)
    disruptions = [
        *_kills(rng, fleet, kills, seconds),
        *_other_disruptions(rng, fleet, kills // KILLS_PER_DISRUPTION, seconds),
        *_token_expiries(rng, max(1, kills // KILLS_PER_EXPIRY), seconds),
    ]
    return Plan(
        seed=seed,
        fleet=fleet,
        users=users,
        seconds=seconds,
        planned_requests=tuple(_requests(rng, requests, users, seconds)),
        disruptions=tuple(sorted(disruptions, key=lambda disruption: disruption.at)),
    )


def _requests(
    rng: random.Random, requests: int, users: int, seconds: float
) -> Iterator[PlannedRequest]:
    times = sorted(rng.uniform(FIRST_EVENT_SECONDS, seconds) for _ in range(requests))
    origins = [*Origin]
    for number, at in enumerate(times):
        roll = rng.random()
        repeat_after: tuple[float, ...] = ()
        if roll < REPEATED_AT_ONCE:
            repeat_after = (0.0,)
        elif roll < REPEATED_AT_ONCE + REPEATED_LATER:
            repeat_after = (round(rng.uniform(0.2, 6.0), 2),)
        # Each origin is used once before any is used again.
        origin = origins[number] if number < len(origins) else rng.choice(origins)
        waits = rng.random() < WAITS_FOR_SESSION
        yield PlannedRequest(
            round(at, 2), number, origin, rng.randrange(users), repeat_after, waits
        )


def _kills(rng: random.Random, fleet: Fleet, kills: int, seconds: float) -> Iterator[Disruption]:
    # A few kills are not enough for every kind; a worker, which draws and delivers, is always
    # among them.
    others = [kind for kind in KILL_WEIGHTS if kind != "worker"]
    rng.shuffle(others)
    first = ["worker", *others][:kills]
    rng.shuffle(first)
    rest = rng.choices(
        [*KILL_WEIGHTS], weights=[*KILL_WEIGHTS.values()], k=max(0, kills - len(first))
    )
    for number, kind in enumerate([*first, *rest][:kills]):
        at = FIRST_EVENT_SECONDS + (seconds - FIRST_EVENT_SECONDS) * (number + rng.random()) / kills
        target = kind if kind in SERVERS else _random_process(rng, fleet, kind)
        is_aimed = kind == "worker" or rng.random() < AIMED
        is_machine = kind == "worker" and rng.random() < 0.3
        yield Disruption(
            round(at, 2),
            DisruptionKind.LOSE_MACHINE if is_machine else DisruptionKind.KILL,
            target,
            round(rng.uniform(0.1, 2.0), 2),
            aim_delay=round(rng.uniform(0.0, MAX_AIM_DELAY), 3) if is_aimed else None,
            resumes=rng.random() < 0.5,
        )


def _other_disruptions(
    rng: random.Random, fleet: Fleet, count: int, seconds: float
) -> Iterator[Disruption]:
    for kind in _evenly_chosen(rng, OTHER_KINDS, count):
        at = round(rng.uniform(FIRST_EVENT_SECONDS, seconds), 2)
        name = rng.choice(fleet.names)
        server = rng.choice(CONNECTIONS[name.partition("-")[0]])
        yield Disruption(at, kind, f"{name} {server}", round(rng.uniform(0.5, 4.0), 2))


def _token_expiries(rng: random.Random, count: int, seconds: float) -> Iterator[Disruption]:
    for _ in range(count):
        yield Disruption(round(rng.uniform(seconds / 4, seconds), 2), DisruptionKind.EXPIRE_TOKENS)


def _evenly_chosen(
    rng: random.Random, kinds: Sequence[DisruptionKind], count: int
) -> Iterator[DisruptionKind]:
    """Yield *count* kinds in random order, each as often as any other, plus or minus one."""
    order: list[DisruptionKind] = []
    for _ in range(count):
        if not order:
            order = [*kinds]
            rng.shuffle(order)
        yield order.pop()


def _random_process(rng: random.Random, fleet: Fleet, kind: str) -> str:
    return rng.choice([name for name in fleet.names if name.startswith(f"{kind}-")])
