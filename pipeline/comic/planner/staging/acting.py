"""Acting: the pose, the feeling and the held object of every figure in a panel."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.comic.grips import FOOD, GRIPS, grip_of
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.acts import VerbAct, acts, poses
from pipeline.comic.planner.language.prepositions import prepositions
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.language.word_kinds import BALL_PLAYERS, words_of
from pipeline.comic.planner.reading.beats import Beat, Phase
from pipeline.comic.planner.reading.crowds import crowd_acts
from pipeline.comic.planner.reading.passages import Kind
from pipeline.comic.planner.reading.things import Thing
from pipeline.comic.planner.staging.feelings import (
    CALM,
    LAUGHING,
    ToldFeelings,
    feeling_of_speech,
    told_feelings,
)
from pipeline.comic.planner.staging.guises import Guises
from pipeline.comic.planner.staging.told_acts import ToldAct, is_done_by_nobody, told_acts
from pipeline.comic.story import Actor, Part


@dataclass(frozen=True, slots=True)
class ActingRole:
    """What an actor does in a beat. *partner* is another actor; *is_done* marks who has it done."""

    told: ToldAct
    pose: str
    feels: str = ""
    partner: int | None = None
    is_done: bool = False
    gesture: str = ""  # a second pose, of hands and face

    @property
    def act(self) -> VerbAct:
        return self.told.act


@dataclass(slots=True)
class Scene:
    """A beat as it is acted: who is shown, and what is told of them."""

    beat: Beat
    shown: list[int]
    things: Sequence[Thing]
    close: bool = False
    last: bool = False
    roles: dict[int, ActingRole] = field(default_factory=dict)
    acts: list[ToldAct] = field(default_factory=list)
    feelings: ToldFeelings = field(default_factory=lambda: ToldFeelings({}))
    doers: list[int] = field(default_factory=list)
    put_on: set[str] = field(default_factory=set)  # things that are worn from now on

    @property
    def shows_act(self) -> bool:
        """Return whether the figures are shown in the act, not before it or after it."""
        return self.beat.phase not in {Phase.SETUP, Phase.REACTION}


class Acting:
    """Direction of the actors, panel by panel."""

    def __init__(
        self, actors: Sequence[Actor], source: random.Random, languages: tuple[str, ...] = ("en",)
    ) -> None:
        self._actors = actors
        self._source = source
        self._languages = languages
        self._kept: dict[int, str] = {}  # what actors got in an earlier panel
        self._ridden: dict[int, str] = {}
        self._latest = ""  # the thing to which something was done last
        self._it: Thing | None = None  # the same, as it was told
        self._reacted = ""
        self._guises = Guises(actors)
        self._doing: list[int] = []  # who did something in the panel before

    def parts(
        self,
        beat: Beat,
        shown: list[int],
        things: Sequence[Thing],
        *,
        close: bool,
        last: bool = False,
    ) -> tuple[tuple[Part, ...], Scene]:
        """Return what each actor of *shown* does, and the scene with what is told of them."""
        scene = Scene(beat, shown, things, close, last)
        scene.acts = told_acts(beat, self._it)
        scene.feelings = told_feelings(beat)
        scene.doers = _doers(scene, self._doing)
        scene.roles = self._as_players(roles_of(scene.acts, shown, scene.doers))
        objects = [t for told in scene.acts for t in told.objects]
        reaction = self._reaction() if beat.phase is Phase.REACTION else ""
        if beat.phase is Phase.ACT:
            scene.put_on = self._guises.change(scene.acts, scene.doers)
        parts = [self._part(scene, actor, reaction) for actor in shown]
        parts = self._guises.seen(parts, shown, scene.put_on)
        if beat.phase is Phase.ACT:
            self._keep(scene, parts)
            self._doing = (scene.doers if beat.mentions else []) or self._doing
            self._it = objects[-1] if objects else self._it
            self._latest = self._it.name if self._it else ""
        return tuple(_looking(scene, parts)), scene

    def _as_players(self, roles: dict[int, ActingRole]) -> dict[int, ActingRole]:
        """Return *roles* with the shots of those who play with a ball."""
        players = words_of(BALL_PLAYERS)
        (ball_game,) = (act for act in acts() if act.name == "play_ball")
        return {
            actor: replace(role, told=replace(role.told, act=ball_game), pose=ball_game.pose)
            if role.act.name == "shoot" and self._actors[actor].look.role in players
            else role
            for actor, role in roles.items()
        }

    def _reaction(self) -> str:
        """Return how an act is taken that says nothing of it, if possible not as the one before."""
        options = [name for name in _REACTIONS if name != self._reacted]
        self._reacted = self._source.choice(options)
        return self._reacted

    # --- A part -------------------------------------------------------------------------------

    def _part(self, scene: Scene, actor: int, reaction: str) -> Part:
        beat, role = scene.beat, scene.roles.get(actor)
        said = [line for line in beat.lines if line.speaker == actor]
        spoken = next(
            filter(None, (feeling_of_speech(s.text, s.kind, self._languages) for s in said)), ""
        )
        feeling = self._feeling(scene, actor, spoken, reaction)
        if said and feeling == CALM and any(line.kind is Kind.SHOUT for line in said):
            sells = bool(scene.things) and scene.things[0].name in FOOD
            feeling = "happy" if sells else self._source.choice(_LOUD)
        laughs = spoken == LAUGHING
        pose = self._pose(scene, actor, feeling, speaking=bool(said), laughs=laughs)
        held = self._held(scene, actor, pose) if feeling != "asleep" else ""
        held = self._tool(actor, held, pose)
        pose = "ride" if pose == "drive" and held in words_of("ridden") else pose
        pose = pose_holding(held, pose)
        pose = "relaxed" if pose == "hold" and not held else pose  # a hand at an empty mouth
        partner, gesture, mount = None, "", None
        if role is not None and pose == role.pose:
            partner = scene.shown.index(role.partner) if role.partner in scene.shown else None
            gesture = role.gesture if beat.phase is not Phase.SETUP else ""
            mount = self._mount(role) if held else None
        own = self._actors[actor]
        return Part(own, pose, feeling, held, partner=partner, gesture=gesture, mount=mount)

    def _mount(self, role: ActingRole) -> Actor | None:
        """Return whom somebody rides."""
        is_ridden = role.act.object == "ridden" and not role.act.things and not role.is_done
        return self._actors[role.told.others[0]] if is_ridden and role.told.others else None

    def _feeling(self, scene: Scene, actor: int, spoken: str, reaction: str) -> str:
        told, role = scene.feelings.by_character.get(actor, ""), scene.roles.get(actor)
        alone = len(scene.shown) == 1
        shared = scene.feelings.of_all
        if scene.beat.phase is Phase.SETUP:
            asleep = "asleep" in (told, role.feels if role else "")
            return "asleep" if asleep else CALM
        acts = actor in scene.doers
        if shared and not acts and shared in _OWN and not alone:
            shared = ""
        spoken = "happy" if spoken == LAUGHING else spoken
        felt = told or (spoken if spoken != "thinking" else "") or (role.feels if role else "")
        takes_part = role is not None and role.act.rank > 0
        seen = "" if takes_part else _seen(scene.acts)
        felt = felt or seen or shared or spoken or reaction
        if not felt and scene.beat.phase is Phase.PAUSE and not role:
            felt = "thinking"
        if not felt and scene.last and scene.beat.said and not alone:
            felt = self._at_the_end(scene, actor, acts=acts)
        return felt or CALM

    def _at_the_end(self, scene: Scene, actor: int, *, acts: bool) -> str:
        """Return how somebody says the last line, or takes it."""
        last = next((line.speaker for line in reversed(scene.beat.said)), None)
        if actor == last:
            return self._source.choice(_PUNCH_LINE)
        return "" if acts else self._source.choice(_PUNCH)

    def _pose(self, scene: Scene, actor: int, feeling: str, *, speaking: bool, laughs: bool) -> str:
        role, phase = scene.roles.get(actor), scene.beat.phase
        stirs = role is not None and role.pose == "stretch"
        if feeling == "asleep" and not stirs:
            return "sleep"
        pose = role.pose if role is not None else ""
        if not pose and phase is Phase.ACT and actor in scene.doers:
            alone = not scene.acts and not _is_negated(scene.beat)
            pose = next(iter(self._actions(scene.beat, actor, alone=alone)), "")
        if laughs and (role is None or role.act.rank < _STRIKING):
            return "laugh"
        if phase is Phase.SETUP:
            return pose if pose in _POSTURES else self._source.choice(_RESTING)
        lasts = scene.shows_act or pose in _LASTING
        if pose and lasts and not (scene.close and pose in _IN_THE_AIR):
            return pose
        return pose_for(feeling, self._source, close=scene.close, speaking=speaking)

    @staticmethod
    def _actions(beat: Beat, actor: int, *, alone: bool) -> list[str]:
        """Return what *actor* does by words for poses: by the verb of its clause, else by any."""
        own = [
            name
            for item in beat.told
            if item.sentence is not None
            for mention in item.mentions
            if mention.verb is not None and actor in mention.characters and mention.is_subject
            for name in sorted(item.sentence.names_of(mention.verb, lexicon.ACTIONS))
        ]
        own = [] if _is_negated(beat) else own
        return own or (beat.meanings(lexicon.ACTIONS) if alone else [])

    # --- What is held -------------------------------------------------------------------------

    def _held(self, scene: Scene, actor: int, pose: str) -> str:
        if scene.beat.phase is Phase.SETUP or pose == "sleep":
            return ""
        role = scene.roles.get(actor)
        thing = ""
        if role is not None:
            thing = "" if role.is_done else self._handled(role, actor)
        elif actor in scene.doers and not scene.acts:
            thing = _any_held(scene, pose, first=actor == scene.doers[0])
        if not thing and pose in _FREE:
            thing = self._kept.get(actor, "")
        return thing

    def _handled(self, role: ActingRole, actor: int) -> str:
        """Return what who does an act has in the hands or rides."""
        thing = self._object(role, actor)
        if not thing and not role.told.objects and role.act.object in {"held", "air"}:
            given = self._kept.get(actor, "") if role.act.name in _GIVING else ""
            thing = given or (self._latest if role.told.of_it else "")
        if not thing and role.act.name == "drive_away":
            thing = self._ridden.get(actor, "")
        tool = role.act.tool
        if not thing and (tool in GRIPS or tool in words_of("driven")):
            is_first = actor == (role.told.doers or (actor,))[0]
            return tool if is_first else ""
        return thing

    def _object(self, role: ActingRole, actor: int) -> str:
        """Return the thing that an act is done to, or with."""
        told, act = role.told, role.act
        if act.object == "ridden" and not act.things and told.others:
            return self._actors[told.others[0]].kind  # a mount
        if act.object in {"held", "ridden"}:
            thing = _first_handled(told, actor)
            return thing if act.name not in _LIGHT or is_light(thing) else ""
        carried = [t.name for t in told.around if t.is_handled]
        if carried:
            return carried[0]
        if act.object is None and act.rank < _STRIKING:
            return next((t.name for t in told.objects if t.name in GRIPS), "")
        return ""

    def _tool(self, actor: int, thing: str, pose: str) -> str:
        """Return *thing* as *actor* uses it: a katana as a samurai's sword, a broom for a witch."""
        role = self._actors[actor].look.role
        if role == "witch" and pose == "fly":
            return "broom"
        eastern = role in {"samurai", "ninja", "geisha"}
        return "katana" if thing == "sword" and eastern else thing

    def _keep(self, scene: Scene, parts: Sequence[Part]) -> None:
        """Note what actors have in their hands when the panel is over."""
        for actor, part in zip(scene.shown, parts, strict=True):
            role = scene.roles.get(actor)
            if role is None:
                continue
            vehicles = [t.name for t in role.told.objects if t.name in _vehicles()]
            if vehicles and not role.is_done:
                self._ridden[actor] = vehicles[-1]
            given = part.pose == "receive" and part.partner is not None
            held = parts[part.partner or 0].holding if given else part.holding
            if part.pose in _RIDING:
                self._ridden[actor] = held
            elif part.pose in _KEEPING and held in GRIPS:
                self._kept[actor] = held
            elif role.act.name in _LETTING_GO or part.pose in _LETTING_GO:
                self._kept.pop(actor, None)


def mounts_in(beat: Beat) -> frozenset[int]:
    """Return the characters that somebody rides, and that do nothing else in *beat*."""
    acts = told_acts(beat)
    ridden = {o for t in acts if t.act.object == "ridden" and not t.act.things for o in t.others}
    busy = {d for t in acts for d in t.doers} | {line.speaker for line in beat.said}
    return frozenset(ridden - busy)


def met_in(beat: Beat) -> frozenset[int]:
    """Return the characters to whom something is done in *beat*."""
    return frozenset(other for told in told_acts(beat) for other in told.others)


def needs_room(beat: Beat) -> bool:
    """Return whether the act of *beat* is one of several, of the whole body, or of a thing."""
    acts = [] if beat.phase is Phase.SETUP else told_acts(beat)
    return any(
        (t.act.pair and t.others)
        or len(t.doers) > 1
        or t.act.pose in _WHOLE
        or (t.act.of_things and t.by is not None)
        for t in acts
    )


# --- Roles ----------------------------------------------------------------------------------------


def roles_of(
    acts: Sequence[ToldAct], shown: Sequence[int], doers: Sequence[int]
) -> dict[int, ActingRole]:
    """Return the role of each actor of *shown* who takes part in one of *acts*."""
    found: dict[int, ActingRole] = {}
    for told in acts:
        for actor, role in _roles_in(told, shown, doers):
            before = found.get(actor)
            found[actor] = role if before is None else _together(before, role)
    return {actor: _with_partner(actor, role, found) for actor, role in found.items()}


def _roles_in(
    told: ToldAct, shown: Sequence[int], doers: Sequence[int]
) -> list[tuple[int, ActingRole]]:
    act = told.act
    does = [d for d in (told.doers or ([] if told.by or told.others else doers)) if d in shown]
    does = [] if act.of_things else does
    others = [other for other in told.others if other in shown and other not in does]
    if not act.other:
        does += [c for c in told.company if c in others]
    found = []
    for index, actor in enumerate(does):
        pose = act.pose if others or not act.alone else act.alone
        partner = others[0] if act.pair and others and index == 0 else None
        if pose == "drive" and index:  # next to the driver
            pose, partner = "ride", does[0]
        posture = "" if partner is not None else _posture_on(told, pose)
        gesture = pose if posture else ""
        found.append(
            (actor, ActingRole(told, posture or pose, act.feels, partner, gesture=gesture))
        )
    for index, actor in enumerate(others if act.other else []):
        partner = does[0] if act.pair and does and index == 0 else None
        found.append((actor, ActingRole(told, act.other, act.other_feels, partner, is_done=True)))
    return found


def _posture_on(told: ToldAct, pose: str) -> str:
    """Return the posture of who does something on furniture: eats on the sofa, reads in bed."""
    if pose not in _SEATED | _EXPRESSIONS or told.predicate is None:
        return ""
    known = prepositions(told.predicate.sentence.language)
    on = {*known.get("on", ()), *known.get("in", ())}
    names = {thing.name for thing in told.around if thing.preposition in on}
    return next((posture for posture, kind in _FURNITURE if names & words_of(kind)), "")


def _together(before: ActingRole, role: ActingRole) -> ActingRole:
    """Return the one of two roles that is drawn: the more striking, else the later.

    A posture goes together with what hands and face do: who sits and cries does both.
    """
    for body, hands in ((before, role), (role, before)):
        if _go_together(body, hands):
            return _combined(body, hands)
    if role.act.rank != before.act.rank and {before.pose, role.pose} & _POSTURES == set():
        return max(before, role, key=lambda r: r.act.rank)
    if max(before.act.rank, role.act.rank) > 1:
        return role if role.act.rank >= before.act.rank else before
    posture, other = (before, role) if before.pose in _POSTURES else (role, before)
    if posture.pose in _POSTURES and other.pose not in _POSTURES:
        return posture
    return role if role.act.rank >= before.act.rank else before


def _go_together(body: ActingRole, hands: ActingRole) -> bool:
    """Return whether one body can do both: sit and read, run and scream."""
    if body.partner is not None or hands.partner is not None or body.gesture or body.is_done:
        return False
    if body.pose in _POSTURES:
        return hands.pose in _SEATED | _EXPRESSIONS or (body.pose, hands.pose) in _ONE_POSE
    return body.pose in _STEPS and hands.pose in _EXPRESSIONS


def _combined(body: ActingRole, hands: ActingRole) -> ActingRole:
    if (body.pose, hands.pose) in _ONE_POSE:
        return hands
    feels = hands.feels or body.feels
    if body.pose in _RIDING:  # the mount is what counts, not what is in the hands
        return replace(body, gesture=hands.pose, feels=feels)
    return replace(hands, pose=body.pose, gesture=hands.pose, feels=feels)


def _with_partner(actor: int, role: ActingRole, roles: dict[int, ActingRole]) -> ActingRole:
    """Return *role* with its partner only if that one takes part in the same act."""
    other = roles.get(role.partner) if role.partner is not None else None
    if (
        role.pose == "ride"
        or role.partner is None
        or (other is not None and other.partner == actor)
    ):
        return role
    pose = role.pose if role.is_done else role.act.alone or role.pose
    return replace(role, pose=pose, partner=None)


def _doers(scene: Scene, before: Sequence[int]) -> list[int]:
    """Return those who are shown and do what is told.

    They are the subjects; else those who speak where nothing but speech is told; else what a
    sentence without a verb is about; else those who did something *before*, if nobody is named.
    What a thing or the weather does is done by nobody.
    """
    mentions = [m for m in scene.beat.mentions if not m.absent]
    told = [i for m in mentions if m.is_subject for i in m.characters]
    doers = [actor for actor in scene.shown if actor in told]
    if doers or is_done_by_nobody(scene.beat):
        return doers
    if any(crowd_acts(sentence, words) for sentence, words in scene.beat.sentences):
        return []
    speakers = [line.speaker for line in scene.beat.lines]
    speaking = [actor for actor in scene.shown if actor in speakers]
    if speaking and not scene.acts and not mentions:
        return speaking
    topics = [actor for actor in scene.shown if actor in _topics(scene.beat)]
    going_on = [] if mentions else [actor for actor in scene.shown if actor in before]
    return topics or going_on or scene.shown


def _topics(beat: Beat) -> set[int]:
    """Return the characters that sentences without a verb are about: "a fisherman in his boat"."""
    return {
        character
        for item in beat.told
        if item.sentence is not None
        for mention in item.mentions
        if not mention.absent and item.sentence.is_topic(mention.first)
        for character in mention.characters
    }


def _seen(acts: Sequence[ToldAct]) -> str:
    """Return how those feel who see *acts*: by the most striking of them."""
    told = [told.act for told in acts if told.act.seen and not (told.of_nobody and not told.by)]
    return max(told, key=lambda act: act.rank).seen if told else ""


def _is_negated(beat: Beat) -> bool:
    return any(
        sentence.words[i].tag is Tag.NEGATION for sentence, words in beat.sentences for i in words
    )


# --- Things in hands ------------------------------------------------------------------------------


def _first_handled(told: ToldAct, actor: int) -> str:
    """Return the first thing that an act is done to; food is held by each who does it."""
    act = told.act
    objects = [thing for thing in told.objects if thing.size < _HUGE]
    things = [*objects, *(t for t in told.around if t.is_handled or act.things)]
    if act.things:
        things.sort(key=lambda thing: not act.is_about(frozenset((thing.name,))))
    name = things[0].name if things else ""
    is_first = actor == (told.doers or (actor,))[0]
    return name if is_first or (name in FOOD and act.object == "held") else ""


def _any_held(scene: Scene, pose: str, *, first: bool) -> str:
    """Return the object that a figure holds of which only a word for its pose is known."""
    handled = (thing.name for thing in scene.things if thing.is_handled)
    thing = next((name for name in handled if name in GRIPS), "")
    return thing if first or (thing in FOOD and pose == "hold") else ""


# --- Looks ----------------------------------------------------------------------------------------


def _looking(scene: Scene, parts: list[Part]) -> list[Part]:
    """Return *parts* with whom each looks at: a partner, who speaks, who acts."""
    speakers = [line.speaker for line in scene.beat.lines if line.speaker in scene.shown]
    talking = [scene.shown.index(s) for s in dict.fromkeys(speakers) if s is not None]
    ranked = sorted(
        (i for i, a in enumerate(scene.shown) if a in scene.roles),
        key=lambda i: -scene.roles[scene.shown[i]].act.rank,
    )
    return [
        replace(part, looks_at=_looked_at(scene, i, part, talking, ranked))
        for i, part in enumerate(parts)
    ]


def _looked_at(
    scene: Scene, index: int, part: Part, talking: list[int], acting: list[int]
) -> int | None:
    if part.partner is not None:
        return part.partner
    if part.emotion == "asleep" or len(scene.shown) == 1:
        return None
    role = scene.roles.get(scene.shown[index])
    meant = [] if role is None else role.told.doers if role.is_done else role.told.others
    first = [scene.shown.index(actor) for actor in meant if actor in scene.shown]
    others = [i for i in range(len(scene.shown)) if i != index]
    if index in talking:
        options = [*talking, *first, *acting, *others]
    elif role is not None and role.pose not in _WATCHING and not first:
        options = talking  # busy
    else:
        mine = set() if role is None else set(role.told.doers)
        watched = [i for i in acting if scene.shown[i] not in mine]
        options = [*first, *talking, *watched, *others]
    return next((i for i in options if i != index), None)


# --- Poses ----------------------------------------------------------------------------------------


def pose_for(emotion: str, source: random.Random, *, close: bool, speaking: bool) -> str:
    """Return a pose for a figure of which no action is told."""
    if emotion == "asleep":
        return "sleep"
    options = _POSES.get(emotion, _TALKING if speaking else _RESTING)
    if speaking and emotion == "happy":
        options = _TALKING
    if close:
        options = tuple(pose for pose in options if pose not in _IN_THE_AIR)
    return source.choice(options)


def pose_holding(thing: str, pose: str) -> str:
    """Return the pose in which *thing* is held by a figure that would have *pose*."""
    if not thing or pose in _OWN_GRIP:
        return pose
    if grip_of(thing).loose and pose in _LIVELY:
        return pose
    if grip_of(thing).pose == _AT_MOUTH:  # which is only for eating and drinking
        return pose if pose in _OUT else "hold"
    return grip_of(thing).pose


def _vehicles() -> frozenset[str]:
    return words_of("ridden") | words_of("driven")


def is_light(thing: str) -> bool:
    """Return whether it is known how *thing* lies in the hands."""
    return thing in GRIPS and GRIPS[thing].where != "ground"


def on_the_ground(thing: str) -> bool:
    """Return whether *thing* is ridden or kicked, so that the feet must be visible."""
    return thing in GRIPS and GRIPS[thing].where == "ground"


_POSES: dict[str, tuple[str, ...]] = {
    "happy": ("cheer", "wave", "present", "clap", "jump"),
    "sad": ("droop", "facepalm", "droop"),
    "angry": ("fists", "hips", "point"),
    "scared": ("cower", "recoil", "shock"),
    "surprised": ("recoil", "stand", "shock", "relaxed", "recoil"),  # eyes say it as well as hands
    "love": ("offer", "present"),
    "thinking": ("think",),
    "proud": ("hips", "present"),
    "bored": ("wait", "shrug"),
    "disgusted": ("recoil", "hips"),
    "embarrassed": ("facepalm", "droop", "shrug"),
    "tired": ("droop", "facepalm"),
    "dizzy": ("droop",),
    "smug": ("hips", "think"),
}
# moods that bystanders need not share
_OWN = frozenset(
    ("asleep", "thinking", "sad", "angry", "scared", "proud", "bored", "embarrassed", "tired",
     "dizzy", "smug")
)  # fmt: skip
_LOUD = ("angry", "surprised", "surprised")
_REACTIONS = ("surprised", "surprised", "happy")
_PUNCH_LINE = (CALM, "smug", CALM, "proud")  # how a last line is said
# how it is taken
_PUNCH = ("surprised", "happy", "embarrassed", "surprised", "tired", "angry", "bored", "surprised")
_TALKING = ("present", "point", "hips", "wave")
_RESTING = ("stand", "relaxed", "hips", "present")
_LIVELY = frozenset(("run", "jump", "walk", "dance"))
_IN_THE_AIR = frozenset(("fly", "jump", "run"))
_HUGE = 2.0  # size of a thing that nobody can hold
_AT_MOUTH = "sip"
_OUT = frozenset(("offer", "reach", "point"))  # in which a thing is held out to others
_WHOLE = frozenset(
    ("fall", "slip", "faint", "swim", "kick", "ride", "drive", "surf", "climb", "crawl", "kneel",
     "push", "pull", "lie", "sneak", "dig", "sweep", "chase", "flee", "throw", "fly", "sit")
)  # fmt: skip
_WATCHING = frozenset(("laugh", "relaxed", "clap", "point", "shock", "listen", "wave", "cheer"))
_STRIKING = 2  # rank of acts that leave the hands empty
# in which somebody goes on doing something with the hands
_POSTURES = frozenset(("sit", "lie", "kneel", "ride", "drive", "swim"))
# in which they still are when others take it in
_LASTING = _POSTURES | frozenset(
    ("fall", "slip", "faint", "cry", "hug", "kiss", "shake_hands", "fight", "dance_pair", "carried",
     "carry_person", "comfort", "hide", "climb", "dig", "laugh")
)  # fmt: skip
_FURNITURE = (("sit", "to_sit_on"), ("lie", "to_lie_on"))
_STEPS = frozenset(("run", "walk", "jump", "climb", "crawl"))
_SEATED = frozenset(  # what hands do in any posture
    ("eat", "drink", "read", "write", "phone", "hold", "carry", "present", "play", "listen", "sip",
     "point", "lift", "think", "aim", "reach", "brandish", "hips", "wait")
)  # fmt: skip
_EXPRESSIONS = frozenset(("cry", "laugh", "sing", "shock", "cheer", "clap", "wave"))
_ONE_POSE = frozenset((("sit", "write"), ("sit", "type"), ("kneel", "pray"), ("sit", "pray")))
# in which what was got before is still in the hand
_FREE = frozenset(("stand", "relaxed", "walk", "hips", "present", "run", "jump"))
_LIGHT = frozenset(("hold", "find"))  # acts that hold only what is known to be light
_RIDING = frozenset(("ride", "drive", "surf"))
_GIVING = frozenset(("hand_over", "gift", "feed", "throw", "throw_at"))
_KEEPING = frozenset(("hold", "carry", "receive", "brandish", "lift", "shelter", "offer", "point"))
_LETTING_GO = frozenset(("hand_over", "throw", "eat", "drink", "gift", "lose", "knock_over"))
# poses of acts, in which a thing is held as the pose has it
_OWN_GRIP = poses() - frozenset(
    ("", "stand", "relaxed", "walk", "run", "jump", "dance", "present", "point", "hips", "hold",
     "offer", "reach", "wave", "think", "carry", "cheer", "fists", "droop", "search")
)  # fmt: skip
