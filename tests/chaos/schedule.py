"""Who asks for what, and what goes wrong, when: all of it drawn from the seed before it begins."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

A_LITTLE = 1.0  # seconds; the first request comes after it
SECONDS_A_REQUEST = 0.4
SECONDS_A_KILL = 2.0
ANOTHER_TROUBLE = 2  # kills to each trouble of another kind
TOKENS_EXPIRE = 10  # kills to each time that Discord's reply tokens all expire
REPEATED_AT_ONCE = 0.15  # of the requests
REPEATED_LATER = 0.1
PATIENT = 0.8
AIMED = 0.75  # of the kills, those of workers aside: these all are
LATE = 0.4  # seconds; within them a request is acknowledged, committed and shown


class Way(StrEnum):
    """How a request is made; the part before the dash is the platform."""

    DISCORD_CHANNEL = "discord-channel"
    DISCORD_CHANNEL_PRIVATE = "discord-channel-private"
    DISCORD_THREAD = "discord-thread"
    DISCORD_DM = "discord-dm"
    DISCORD_FOREIGN = "discord-foreign"  # a server without the bot, by who installed it themselves
    DISCORD_FOREIGN_PRIVATE = "discord-foreign-private"
    TELEGRAM_PRIVATE = "telegram-private"
    TELEGRAM_WORDS = "telegram-words"  # plain words in a private chat
    TELEGRAM_GROUP = "telegram-group"
    TELEGRAM_GROUP_PRIVATE = "telegram-group-private"
    WEB_VISITOR = "web-visitor"
    WEB_ACCOUNT = "web-account"

    @property
    def platform(self) -> str:
        return self.value.partition("-")[0]

    @property
    def is_private(self) -> bool:
        """Whether nobody but who asked may see the answer."""
        return self not in {
            Way.DISCORD_CHANNEL,
            Way.DISCORD_THREAD,
            Way.DISCORD_FOREIGN,
            Way.TELEGRAM_GROUP,
        }


class Trouble(StrEnum):
    """What goes wrong."""

    KILL = "kill"  # -9, and started again after a while
    LOSE = "lose"  # -9 of a whole machine: its successor knows nothing of it
    CUT = "cut"  # all connections of a link break
    SILENCE = "silence"  # a link takes everything, passes nothing on, and breaks at last
    SLOW = "slow"  # everything on a link takes its time
    UNHEARD = "unheard"  # what is asked for on a link is done, and its answer lost
    HINTS = "hints"  # engine messages are doubled, put in another order, or lost
    DISORDER = "disorder"  # platform events come late, in the wrong order
    TOKENS = "tokens"  # 16 minutes pass in Discord
    DROP = "drop"  # Discord's gateway breaks all connections


@dataclass(frozen=True, slots=True)
class Wish:
    """One request; *again* says after how many seconds its event comes once more.

    Who is *patient* asks when somebody is there to hear it, where that can be seen.
    """

    at: float
    number: int
    way: Way
    person: int
    again: tuple[float, ...]
    patient: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that goes wrong, to whom, and for how many seconds.

    What is *aimed* waits a little for its target to be at work, and strikes so much later.
    """

    at: float
    trouble: Trouble
    target: str = ""
    seconds: float = 0.0
    aimed: float | None = None  # seconds
    remembers: bool = True  # a generator that is killed: whether its successor knows its jobs


@dataclass(frozen=True, slots=True)
class Crew:
    """The processes of ComicAI, by name."""

    workers: int
    webs: int
    discords: int
    telegrams: int

    @property
    def names(self) -> tuple[str, ...]:
        kinds = {
            "worker": self.workers,
            "web": self.webs,
            "discord": self.discords,
            "telegram": self.telegrams,
        }
        return tuple(f"{kind}-{n}" for kind, many in kinds.items() for n in range(1, many + 1))


SMALL = Crew(workers=2, webs=1, discords=1, telegrams=1)
LARGE = Crew(workers=3, webs=2, discords=2, telegrams=2)
FEW = 50  # requests, up to which the small crew does

# How often each is killed, beside each other. In the first round each comes once.
VICTIMS = {
    "worker": 8,
    "discord": 3,
    "telegram": 3,
    "web": 2,
    "generator": 2,
    "redis": 2,
    "database": 1,
}
SERVERS = {"generator", "redis", "database"}
LINKED = {
    "worker": ("database", "redis", "generator", "discord", "telegram"),
    "web": ("database", "redis"),
    "discord": ("database", "redis", "discord"),
    "telegram": ("database", "redis", "telegram"),
}
OTHERS = (
    Trouble.CUT,
    Trouble.SILENCE,
    Trouble.SLOW,
    Trouble.UNHEARD,
    Trouble.UNHEARD,
    Trouble.HINTS,
    Trouble.DISORDER,
    Trouble.DROP,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One run, as its seed has it."""

    seed: int
    crew: Crew
    people: int  # on each platform
    seconds: float
    wishes: tuple[Wish, ...]
    deeds: tuple[Deed, ...]

    @property
    def kills(self) -> int:
        return sum(deed.trouble in {Trouble.KILL, Trouble.LOSE} for deed in self.deeds)


def make_plan(seed: int, *, requests: int, kills: int) -> Plan:
    """Return the same plan for the same three numbers, on any machine."""
    chance = random.Random(f"{seed} {requests} {kills}")
    crew = SMALL if requests <= FEW else LARGE
    people = max(3, requests // 12)
    seconds = A_LITTLE + max(requests * SECONDS_A_REQUEST, kills * SECONDS_A_KILL)
    deeds = [
        *_killings(chance, crew, kills, seconds),
        *_troubles(chance, crew, kills // ANOTHER_TROUBLE, seconds),
        *_expiries(chance, max(1, kills // TOKENS_EXPIRE), seconds),
    ]
    return Plan(
        seed=seed,
        crew=crew,
        people=people,
        seconds=seconds,
        wishes=tuple(_wishes(chance, requests, people, seconds)),
        deeds=tuple(sorted(deeds, key=lambda deed: deed.at)),
    )


def _wishes(chance: random.Random, requests: int, people: int, seconds: float) -> Iterator[Wish]:
    times = sorted(chance.uniform(A_LITTLE, seconds) for _ in range(requests))
    ways = [*Way]
    for number, at in enumerate(times):
        luck = chance.random()
        again: tuple[float, ...] = ()
        if luck < REPEATED_AT_ONCE:
            again = (0.0,)
        elif luck < REPEATED_AT_ONCE + REPEATED_LATER:
            again = (round(chance.uniform(0.2, 6.0), 2),)
        # Each way comes before any comes a second time.
        way = ways[number] if number < len(ways) else chance.choice(ways)
        patient = chance.random() < PATIENT
        yield Wish(round(at, 2), number, way, chance.randrange(people), again, patient)


def _killings(chance: random.Random, crew: Crew, kills: int, seconds: float) -> Iterator[Deed]:
    # A few kills are not enough for every kind; whoever draws and delivers is always among them.
    others = [kind for kind in VICTIMS if kind != "worker"]
    chance.shuffle(others)
    first = ["worker", *others][:kills]
    chance.shuffle(first)
    rest = chance.choices([*VICTIMS], weights=[*VICTIMS.values()], k=max(0, kills - len(first)))
    for number, kind in enumerate([*first, *rest][:kills]):
        at = A_LITTLE + (seconds - A_LITTLE) * (number + chance.random()) / kills
        target = kind if kind in SERVERS else _one_of(chance, crew, kind)
        is_aimed = kind == "worker" or chance.random() < AIMED
        is_machine = kind == "worker" and chance.random() < 0.3
        yield Deed(
            round(at, 2),
            Trouble.LOSE if is_machine else Trouble.KILL,
            target,
            round(chance.uniform(0.1, 2.0), 2),
            aimed=round(chance.uniform(0.0, LATE), 3) if is_aimed else None,
            remembers=chance.random() < 0.5,
        )


def _troubles(chance: random.Random, crew: Crew, many: int, seconds: float) -> Iterator[Deed]:
    for trouble in _some_of(chance, OTHERS, many):
        at = round(chance.uniform(A_LITTLE, seconds), 2)
        name = chance.choice(crew.names)
        link = chance.choice(LINKED[name.partition("-")[0]])
        yield Deed(at, trouble, f"{name} {link}", round(chance.uniform(0.5, 4.0), 2))


def _expiries(chance: random.Random, many: int, seconds: float) -> Iterator[Deed]:
    for _ in range(many):
        yield Deed(round(chance.uniform(seconds / 4, seconds), 2), Trouble.TOKENS)


def _some_of(chance: random.Random, kinds: Sequence[Trouble], many: int) -> Iterator[Trouble]:
    """Yield so many, each as often as any other, give or take one."""
    order: list[Trouble] = []
    for _ in range(many):
        if not order:
            order = [*kinds]
            chance.shuffle(order)
        yield order.pop()


def _one_of(chance: random.Random, crew: Crew, kind: str) -> str:
    return chance.choice([name for name in crew.names if name.startswith(f"{kind}-")])
