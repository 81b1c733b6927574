"""Look of a character: derived from name, description and kind, and the same in every panel."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.comic.palette import CLOTHES, HAIRS, PAINTS, RGB, SKINS, WHITE, darker, lighter
from pipeline.comic.seeded_random import chance

HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Look:
    """The colours and parts a figure is drawn with."""

    kind: str  # human or a species: cat, robot, dragon ...
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
    role: str = ""  # what somebody is: chef, samurai, angel


@dataclass(frozen=True, slots=True)
class LookHints:
    """Hints of a description about the look, as names of colors and garments."""

    body: str = ""  # colour word
    hair: str = ""
    hair_style: str = ""
    clothes: Mapping[str, str] = field(default_factory=dict)  # garment -> colour word or ""
    small: bool = False
    big: bool = False
    old: bool = False
    fat: bool = False
    female: bool | None = None  # None: chosen by role or at random


_FURS: dict[str, tuple[RGB, ...]] = {
    "cat": ((240, 158, 68), (146, 150, 162), (70, 66, 76), (238, 226, 206)),
    "dog": ((196, 138, 84), (234, 208, 166), (122, 84, 60), (206, 170, 126)),
    "fox": ((228, 108, 44),),
    "rabbit": ((240, 234, 228), (196, 176, 160), (168, 150, 144)),
    "bear": ((140, 94, 62), (108, 74, 54)),
    "panda": ((246, 244, 240),),
    "mouse": ((172, 168, 176), (206, 188, 172)),
    "wolf": ((120, 126, 142), (92, 96, 112)),
    "lion": ((238, 186, 92),),
    "tiger": ((244, 152, 56),),
    "pig": ((248, 178, 184),),
    "cow": ((246, 242, 236),),
    "horse": ((166, 110, 70), (120, 80, 56)),
    "unicorn": ((250, 246, 252),),
    "sheep": ((248, 244, 234),),
    "monkey": ((148, 98, 62),),
    "elephant": ((152, 164, 184),),
    "koala": ((160, 166, 176),),
    "frog": ((112, 182, 78),),
    "penguin": ((54, 60, 80),),
    "owl": ((156, 114, 78), (188, 156, 116)),
    "bird": ((86, 158, 214), (236, 92, 74), (250, 206, 84)),
    "duck": ((250, 214, 82), (248, 246, 236)),
    "chicken": ((250, 244, 232),),
    "dragon": ((92, 168, 86), (200, 70, 58), (92, 110, 196)),
    "dinosaur": ((118, 176, 92), (94, 168, 160)),
    "turtle": ((122, 176, 96),),
    "snake": ((126, 176, 74),),
    "fish": ((250, 150, 66), (82, 164, 214)),
    "whale": ((92, 136, 190),),
    "octopus": ((214, 92, 120), (160, 92, 180)),
    "bee": ((250, 204, 70),),
    "robot": ((168, 184, 200), (226, 128, 84), (112, 172, 180)),
    "alien": ((134, 206, 110), (150, 196, 214)),
    "ghost": ((246, 248, 252),),
    "snowman": ((248, 250, 254),),
    "monster": ((142, 108, 196), (92, 176, 160), (226, 120, 92)),
}
_LIGHT_BELLY = frozenset({"cat", "dog", "fox", "rabbit", "wolf", "tiger", "mouse", "koala"})

# What a role wears: (outfit, hat, other things, top colour, female)
_ROLES: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "man": ("shirt", "", (), ""),
    "woman": ("dress", "", (), ""),
    "boy": ("shirt", "", (), ""),
    "girl": ("dress", "", (), ""),
    "child": ("shirt", "", (), ""),
    "grandpa": ("shirt", "", ("glasses", "mustache"), ""),
    "grandma": ("dress", "", ("glasses", "shawl"), ""),
    "chef": ("coat", "chef", ("neckerchief",), "white"),
    "wizard": ("robe", "wizard", ("beard",), "purple"),
    "witch": ("robe", "wizard", (), "black"),
    "knight": ("armor", "helmet", (), "silver"),
    "pirate": ("coat", "pirate", ("eyepatch",), "red"),
    "astronaut": ("space", "bubble", (), "white"),
    "king": ("robe", "crown", ("beard", "cape"), "red"),
    "queen": ("dress", "crown", ("cape",), "purple"),
    "princess": ("dress", "tiara", (), "pink"),
    "prince": ("shirt", "crown", ("cape",), "blue"),
    "detective": ("coat", "fedora", (), "brown"),
    "ninja": ("shirt", "ninja", ("katana",), "black"),
    "doctor": ("coat", "", ("stethoscope",), "white"),
    "scientist": ("coat", "", ("glasses",), "white"),
    "teacher": ("shirt", "", ("glasses", "tie"), ""),
    "farmer": ("overalls", "straw", (), "blue"),
    "police": ("shirt", "peaked", ("tie", "badge"), "blue"),
    "firefighter": ("coat", "firehat", ("stripes",), "black"),
    "samurai": ("hakama", "topknot", ("katana",), "blue"),
    "geisha": ("kimono", "kanzashi", ("rouge",), "red"),
    "viking": ("shirt", "horned", ("beard", "furs"), "brown"),
    "cowboy": ("shirt", "stetson", ("neckerchief", "vest", "badge"), ""),
    "mermaid": ("shells", "", ("fishtail",), "turquoise"),
    "vampire": ("coat", "", ("cape", "fangs"), "black"),
    "zombie": ("shirt", "", ("rags", "seams"), ""),
    "angel": ("robe", "halo", ("wings",), "white"),
    "fairy": ("dress", "tiara", ("gauze",), "pink"),
    "baby": ("romper", "curl", ("dummy",), ""),
    "hero": ("suit", "mask", ("cape",), "blue"),
    "robot": ("none", "", (), ""),
}
_BARE = frozenset(("robot", "ghost", "alien", "fish", "whale", "octopus", "snake", "bee", "turtle"))
PLAIN = frozenset(("man", "woman", "boy", "girl", "child"))  # roles without clothes of their own
_FEMALE = frozenset(
    ("woman", "girl", "grandma", "witch", "queen", "princess", "geisha", "mermaid", "fairy")
)
# changes of the body by role; absent: chosen at random
_FLESH: dict[str, RGB] = {"zombie": (156, 186, 134), "vampire": (234, 230, 236)}
_MANES: dict[str, tuple[RGB, str]] = {  # hair and how it is worn
    "samurai": ((40, 40, 52), "short"),
    "geisha": ((40, 40, 52), "bob"),
    "vampire": ((40, 40, 52), "side"),
    "scientist": ((226, 226, 230), "spiky"),
    "zombie": ((84, 92, 72), "spiky"),
    "mermaid": ((196, 84, 40), "long"),
    "angel": ((246, 212, 110), "curly"),
}
_LEGS: dict[str, RGB] = {
    "samurai": (70, 72, 84),
    "ninja": (52, 50, 60),
    "police": (46, 58, 96),
    "firefighter": (64, 62, 72),
    "vampire": (52, 50, 60),
    "cowboy": (74, 98, 148),
}
_ACCENTS: dict[str, RGB] = {
    "vampire": (186, 36, 48),
    "ninja": (208, 66, 58),
    "samurai": (208, 66, 58),
    "geisha": (246, 196, 84),
}
_MALE = frozenset(("man", "boy", "king", "prince", "grandpa", "samurai", "viking"))
_YOUNG = frozenset({"boy", "girl", "child", "fairy", "baby"})
_OLD = frozenset({"grandpa", "grandma"})
BODILY = PLAIN | _OLD  # roles that describe a person, not an occupation
_ON_FACES = frozenset(
    ("beard", "mustache", "eyepatch", "fangs", "dummy", "seams", "rouge", "fishtail")
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
    return replace(
        hints,
        old=hints.old or role in _OLD,
        small=hints.small or role in _YOUNG,
        female=role in _FEMALE if role != "child" else None,
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
        flesh = lighter(skin, 0.1 * number) if look.role in _FLESH else source.choice(SKINS)
        skin, hair = flesh, source.choice([h for h in HAIRS if h != look.hair])
    else:
        furs = [fur for fur in _FURS.get(look.kind, ()) if fur != look.skin]
        if look.skin not in PAINTS.values() and number <= len(furs):
            skin = furs[number - 1]
        else:
            skin = (lighter if number % 2 else darker)(look.skin, 0.16 + 0.06 * number)
        hair = darker(skin, 0.35)
    styles = _LONG_HAIR if look.female else _SHORT_HAIR
    shirts = look.outfit in {"none", "shirt", "overalls", "dress"}
    wears = look.wears
    if look.kind != HUMAN and shirts:
        necks = ("scarf", "bowtie", "neckerchief", "collar")
        wears = (wears - set(necks)) | {source.choice([n for n in necks if n not in wears])}
    return replace(
        look,
        skin=skin,
        belly=lighter(skin, 0.62 if look.kind in _LIGHT_BELLY else 0.4),
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
    outfit, hat, extras, color = _ROLES.get(role, _ROLES["man"])
    female = role in _FEMALE or (role not in _MALE and _coin(source))
    if hints.female is not None:
        female = hints.female
    hair = source.choice(HAIRS)
    if role in _OLD or hints.old or role == "wizard":
        hair = (226, 226, 230)
    style = source.choice(_LONG_HAIR if female else _SHORT_HAIR)
    if role in _MANES:
        hair, style = _MANES[role]
    if role == "baby":
        style = "bald"
    top = PAINTS[color] if color else source.choice(CLOTHES)
    bottom = source.choice(((58, 78, 122), (92, 76, 68), (70, 72, 84), (150, 120, 84)))
    accent = source.choice([c for c in CLOTHES if c != top])
    wears = set(extras)
    if role == "grandma" or (female and hints.old):
        style = "bun"
    if not wears and source.random() < 0.25:
        wears.add(source.choice(("glasses", "scarf")))
    height = 0.74 if role in _YOUNG or hints.small else 1.0
    if role == "baby":
        height = 0.5
    look = Look(
        kind=HUMAN,
        skin=_FLESH.get(role, source.choice(SKINS)),
        belly=WHITE,
        hair=PAINTS[hints.hair] if hints.hair else hair,
        top=top,
        bottom=_LEGS.get(role, bottom),
        accent=_ACCENTS.get(role, accent),
        hair_style=hints.hair_style or style,
        outfit=outfit,
        hat=hat,
        wears=frozenset(wears),
        height=height * (1.12 if hints.big else 1.0),
        girth=1.2 if hints.fat else source.uniform(0.92, 1.08),
        female=female,
        role=role,
    )
    # the "body" color of a person is that of the clothes, unless a garment is named
    return _dress(look, hints, body_is_clothes=True)


def _creature(kind: str, role: str, hints: LookHints, source: random.Random) -> Look:
    fur = source.choice(_FURS.get(kind, _FURS["monster"]))
    if hints.body:
        fur = PAINTS[hints.body]
    belly = lighter(fur, 0.62 if kind in _LIGHT_BELLY else 0.4)
    accent = source.choice(CLOTHES)
    outfit, hat, extras, color = _ROLES.get(role, ("none", "", (), ""))
    wears = set(extras) - _ON_FACES
    if outfit == "none" and not hints.clothes and kind not in _BARE:
        outfit = source.choice(("none", "shirt", "overalls", "none", "shirt"))
        if outfit == "none" or source.random() < 0.35:
            wears.add(source.choice(("scarf", "bowtie", "neckerchief", "collar")))
    small = {"mouse": 0.62, "bird": 0.56, "bee": 0.5, "fish": 0.6, "frog": 0.62, "duck": 0.66}
    tall = {"bear": 1.08, "dragon": 1.12, "elephant": 1.1, "dinosaur": 1.1, "whale": 1.15}
    height = small.get(kind, tall.get(kind, 0.86))
    look = Look(
        kind=kind,
        skin=fur,
        belly=belly,
        hair=darker(fur, 0.35),
        top=PAINTS[color] if color else source.choice(CLOTHES),
        bottom=darker(fur, 0.15),
        accent=accent,
        outfit=outfit,
        hat=hat,
        wears=frozenset(wears),
        height=height * (0.85 if hints.small else 1.1 if hints.big else 1.0),
        girth=1.2 if hints.fat or kind in {"bear", "elephant", "pig"} else 1.0,
        female=_coin(source),
        role=role,
    )
    return _dress(look, hints, body_is_clothes=False)


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
    if where not in _WORK or look.kind in _BARE or look.hat:
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
