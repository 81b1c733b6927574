"""Look of a character: derived from name, description and kind, and the same in every panel."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.comic.coats import COATS, coat_of
from pipeline.comic.costumes import COSTUMES, Costume
from pipeline.comic.palette import CLOTHES, HAIRS, PAINTS, RGB, SKINS, WHITE, darker, lighter
from pipeline.comic.seeded_random import chance

HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Look:
    """The colours and parts a figure is drawn with."""

    kind: str  # human or a species: cat, robot, dragon ..., or any word
    skin: RGB  # skin, fur, metal
    belly: RGB
    hair: RGB
    top: RGB
    bottom: RGB
    accent: RGB  # scarf, cape, bow
    hair_style: str = "short"
    outfit: str = "none"  # none, shirt, dress, robe, coat, suit, armor, apron
    hat: str = ""
    wears: frozenset[str] = field(default_factory=frozenset)
    height: float = 1.0  # of an adult
    girth: float = 1.0
    female: bool = False
    role: str = ""  # what somebody is: chef, samurai, angel, or any word

    @property
    def has_figure(self) -> bool:
        """Whether this kind has a figure of its own; others are drawn by a stand-in."""
        return self.kind == HUMAN or self.kind in COATS

    @property
    def as_drawn(self) -> Look:
        """This look with the body of the kind that its own kind is drawn like."""
        like = coat_of(self.kind).like
        return replace(self, kind=like) if like else self

    @property
    def wears_gown(self) -> bool:
        """Whether a dress reaches the ground."""
        return "gown" in self.wears or self.hat in {"crown", "tiara"}

    @property
    def has_costume(self) -> bool:
        """Whether the role shows in the clothes, or there is none to show."""
        return not self.role or self.role in COSTUMES


@dataclass(frozen=True, slots=True)
class LookHints:
    """Hints of a description about the look, as names of colors and garments."""

    body: str = ""  # colour word
    hair: str = ""
    hair_style: str = ""
    clothes: Mapping[str, str] = field(default_factory=dict)  # garment -> colour word or ""
    small: bool = False
    big: bool = False
    giant: bool = False
    tiny: bool = False
    old: bool = False
    fat: bool = False
    female: bool | None = None  # None: chosen by role or at random


# of kinds without a figure of their own; none of them is a color that a story can name
_PLAIN_COATS: tuple[RGB, ...] = (
    (244, 178, 122),
    (128, 192, 184),
    (190, 158, 214),
    (240, 196, 98),
    (134, 176, 222),
    (232, 152, 160),
    (168, 200, 122),
)

PLAIN = frozenset(("man", "woman", "boy", "girl", "child"))  # roles without clothes of their own
BODILY = PLAIN | {"grandpa", "grandma"}  # roles that describe a person, not an occupation
_ON_FACES = frozenset(
    ("bandages", "beard", "mustache", "eyepatch", "fangs", "dummy", "seams", "rouge", "fishtail")
)
_NO_COSTUME = Costume("none")
_GIANT, _TINY = 1.9, 0.5  # heights next to others of the kind
_GREY: RGB = (226, 226, 230)
_TROUSERS: tuple[RGB, ...] = (
    (58, 78, 122),
    (92, 76, 68),
    (70, 72, 84),
    (150, 120, 84),
)
_LONG_HAIR = ("long", "bob", "bun", "ponytail", "curly")
_SHORT_HAIR = ("short", "spiky", "side", "curly")


def derive(kind: str, role: str, hints: LookHints, identity: object) -> Look:
    """The look of one person: *identity* (a name and description, or a noun and a seed) decides
    whatever the *hints* leave open.
    """
    source = chance("look", identity)
    if kind == HUMAN:
        return _human(role or "man", hints, source)
    return _creature(kind, role, hints, source)


def as_person(hints: LookHints, role: str) -> LookHints:
    """Return *hints* for a character that also has a *role* of BODILY: a grandma, a boy."""
    costume = COSTUMES[role]
    return replace(
        hints,
        old=hints.old or costume.age == "old",
        small=hints.small or costume.is_young,
        female=costume.sex == "female" if role != "child" else None,
    )


def sibling(look: Look, number: int, identity: object) -> Look:
    """Return another of the same kind as *look*, similar but distinguishable: *number* 1 is the
    second of several.
    """
    source = chance("sibling", identity, number)
    free = [tone for tone in CLOTHES if tone not in {look.top, look.accent}]
    source.shuffle(free)
    skin, hair = look.skin, look.hair
    if look.kind == HUMAN:
        costume = COSTUMES.get(look.role, _NO_COSTUME)
        flesh = lighter(skin, 0.1 * number) if costume.skin else source.choice(SKINS)
        skin, hair = flesh, source.choice([h for h in HAIRS if h != look.hair])
    else:
        furs = [fur for fur in coat_of(look.kind).coats if fur != look.skin]
        if look.skin not in PAINTS.values() and number <= len(furs):
            skin = furs[number - 1]
        else:
            skin = (lighter if number % 2 else darker)(look.skin, 0.16 + 0.06 * number)
        hair = coat_of(look.kind).hair_of(skin)
    styles = _LONG_HAIR if look.female else _SHORT_HAIR
    shirts = look.outfit in {"none", "shirt", "overalls", "dress"}
    wears = look.wears
    if look.kind != HUMAN and shirts:
        necks = ("scarf", "bowtie", "neckerchief", "collar")
        wears = (wears - set(necks)) | {source.choice([n for n in necks if n not in wears])}
    return replace(
        look,
        skin=skin,
        belly=coat_of(look.kind).belly_of(skin),
        hair=hair,
        hair_style=source.choice([style for style in styles if style != look.hair_style]),
        top=free[0] if shirts else look.top,
        accent=free[1],
        outfit={"none": "shirt", "shirt": "none"}.get(look.outfit, look.outfit)
        if look.kind != HUMAN and number == 1
        else look.outfit,
        wears=wears,
        height=look.height * (0.88, 1.0, 1.06, 0.94)[number % 4],
    )


def _human(role: str, hints: LookHints, source: random.Random) -> Look:
    known = COSTUMES.get(role)
    female = known is not None and known.sex == "female"
    if known is None or not known.sex:
        female = _coin(source)
    if hints.female is not None:
        female = hints.female
    costume = known or COSTUMES["woman" if female else "man"]
    top = costume.top or source.choice(CLOTHES)
    height = {"young": 0.74, "baby": 0.5}.get(costume.age, 0.74 if hints.small else 1.0)
    hair, hair_style = _hair(costume, role, hints, source, female=female)
    look = Look(
        kind=HUMAN,
        skin=costume.skin or source.choice(SKINS),
        belly=WHITE,
        hair=hair,
        top=top,
        bottom=costume.bottom or source.choice(_TROUSERS),
        accent=costume.accent or source.choice([c for c in CLOTHES if c != top]),
        hair_style=hair_style,
        outfit=costume.outfit,
        hat=costume.hat,
        wears=_worn(costume, source, female=female),
        height=height * max(costume.height, _size_of(hints, small=1.0, big=1.12)),
        girth=1.2 if hints.fat else source.uniform(0.92, 1.08),
        female=female,
        role=role,
    )
    # the "body" color of a person is that of the clothes, unless a garment is named
    return _dress(look, hints, body_is_clothes=True)


def _hair(
    costume: Costume, role: str, hints: LookHints, source: random.Random, *, female: bool
) -> tuple[RGB, str]:
    """Return the color of the hair and how it is worn."""
    color = source.choice(HAIRS)
    if costume.age == "old" or hints.old:
        color = _GREY
    style = source.choice(_LONG_HAIR if female else _SHORT_HAIR)
    if role == "grandma" or (female and hints.old):
        style = "bun"
    named = PAINTS[hints.hair] if hints.hair else costume.hair
    return named or color, hints.hair_style or costume.hair_style or style


def _worn(costume: Costume, source: random.Random, *, female: bool) -> frozenset[str]:
    """Return what is worn over the outfit: now and then something, so that people differ."""
    worn = costume.wears
    if not worn and source.random() < 0.25:
        worn = frozenset((source.choice(("glasses", "scarf")),))
    return worn | {"bikini top"} if female and costume.outfit == "shorts" else worn


def _creature(kind: str, role: str, hints: LookHints, source: random.Random) -> Look:
    coat = coat_of(kind)
    fur = source.choice(coat.coats or _PLAIN_COATS)
    if hints.body:
        fur = PAINTS[hints.body]
    accent = source.choice(CLOTHES)
    costume = COSTUMES.get(role, _NO_COSTUME)
    outfit = costume.outfit
    wears = set(costume.wears - _ON_FACES)
    if outfit == "none" and not hints.clothes and not coat.bare:
        outfit = source.choice(("none", "shirt", "overalls", "none", "shirt"))
        if outfit == "none" or source.random() < 0.35:
            wears.add(source.choice(("scarf", "bowtie", "neckerchief", "collar")))
    look = Look(
        kind=kind,
        skin=fur,
        belly=coat.belly_of(fur),
        hair=coat.hair_of(fur),
        top=costume.top or source.choice(CLOTHES),
        bottom=darker(fur, 0.15),
        accent=coat.accent or accent,
        outfit=outfit,
        hat=costume.hat,
        wears=frozenset(wears),
        height=coat.height * _size_of(hints, small=0.85, big=1.1),
        girth=1.2 if hints.fat else coat.girth,
        female=_coin(source),
        role=role,
    )
    return _dress(look, hints, body_is_clothes=False)


AIRLESS = frozenset(("moon", "space", "ship"))  # places that nobody enters without a suit
# clothes by place of the story, for characters without special clothes
_WORK: dict[str, tuple[str, str, str]] = {  # outfit, hat, worn besides
    "bakery": ("", "chef", "apron"),
    "kitchen": ("", "chef", "apron"),
    "restaurant": ("", "", "apron"),
    "lab": ("coat", "", "glasses"),
    "hospital": ("coat", "", ""),
    "moon": ("space", "bubble", ""),
    "space": ("space", "bubble", ""),
    "ship": ("space", "", ""),
    "farm": ("overalls", "straw", ""),
}


def at_work(look: Look, where: str) -> Look:
    """*look* dressed for *where*, a place or room."""
    if where not in _WORK or coat_of(look.kind).bare or look.hat:
        return look
    outfit, hat, extra = _WORK[where]
    if outfit == "space" and look.kind != HUMAN:
        return look  # animals need no breathing gear
    wears = look.wears | ({extra} if extra else set())
    if outfit:
        wears -= {"collar", "neckerchief"}
    return replace(
        look,
        outfit=outfit or look.outfit,
        top=(246, 246, 242) if outfit == "coat" else look.top,
        hat=hat,
        wears=wears,
    )


def _size_of(hints: LookHints, *, small: float, big: float) -> float:
    """Return how tall somebody is next to others of the kind."""
    if hints.giant:
        return _GIANT
    if hints.tiny:
        return _TINY
    return small if hints.small else big if hints.big else 1.0


def _coin(source: random.Random) -> bool:
    return source.random() < 0.5


_TOPS = {
    "shirt": "shirt",
    "dress": "dress",
    "coat": "coat",
    "robe": "robe",
    "kimono": "kimono",
    "suit": "coat",
}
_HATS = {"hat": "fedora", "cap": "cap", "crown": "crown", "helmet": "helmet"}


def _dress(look: Look, hints: LookHints, *, body_is_clothes: bool) -> Look:
    """Return the look with the garments that the description names."""
    top, bottom, accent = look.top, look.bottom, look.accent
    outfit, hat, wears = look.outfit, look.hat, set(look.wears)
    if body_is_clothes and hints.body and not hints.clothes:
        top = PAINTS[hints.body]
    for garment, word in hints.clothes.items():
        color = PAINTS.get(word)
        if garment in _TOPS:
            outfit, top = _TOPS[garment], color or top
        elif garment in _HATS:
            hat = "kabuto" if hat == "topknot" and garment == "helmet" else _HATS[garment]
            accent = color or accent
        elif garment == "trousers":
            bottom = color or bottom
        else:
            wears.discard("bowtie")
            wears.discard("collar")
            wears.discard("neckerchief")
            wears.discard("scarf")
            wears.add(garment)
            if garment not in {"glasses", "beard"}:
                accent = color or accent
    if "apron" in wears and outfit == "none" and look.kind == HUMAN:
        outfit = "shirt"
    return replace(
        look, top=top, bottom=bottom, accent=accent, outfit=outfit, hat=hat, wears=frozenset(wears)
    )


def creature_kinds() -> list[str]:
    """Return the kinds other than people that have a figure of their own."""
    return list(COATS)


def role_names() -> list[str]:
    """Return the roles that show in the clothes."""
    return list(COSTUMES)
