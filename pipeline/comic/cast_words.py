"""Descriptions of characters for models: what an author wrote, word for word, or else the look."""

from __future__ import annotations

from pipeline.comic.character_look import HUMAN, Look
from pipeline.comic.palette import PAINTS, RGB
from pipeline.comic.story import Actor
from pipeline.models import CastMember, DrawingOrder

_OUTFITS = {"space": "space suit", "shells": "top of shells"}
_HATS = {
    "bubble": "space helmet",
    "chef": "chef's hat",
    "curl": "curl of hair",
    "firehat": "fire helmet",
    "horned": "horned helmet",
    "kanzashi": "hair ornament",
    "mask": "eye mask",
    "ninja": "ninja hood",
    "peaked": "peaked cap",
    "straw": "straw hat",
    "topknot": "topknot",
    "wizard": "pointed hat",
}
_THINGS = {
    "bowtie": "bow tie",
    "dummy": "pacifier",
    "eyepatch": "eye patch",
    "fishtail": "fish tail",
    "furs": "fur collar",
    "gauze": "veil",
    "rouge": "red lipstick",
    "seams": "stitches",
    "stripes": "reflective stripes",
}
_WITHOUT_ARTICLE = frozenset(
    [
        "overalls",
        "hakama",
        "armor",
        "glasses",
        "wings",
        "fangs",
        "rags",
        "lipstick",
        "stitches",
        "stripes",
    ]
)
_METALS = frozenset({"gold", "silver"})  # of clothes, not of fur and hair
_SEXED = frozenset(
    [
        "man",
        "woman",
        "boy",
        "girl",
        "grandpa",
        "grandma",
        "king",
        "queen",
        "prince",
        "princess",
        "witch",
        "geisha",
        "mermaid",
    ]
)


def member_of(actor: Actor, order: DrawingOrder) -> CastMember | None:
    """Return the order's own entry about *actor*, or None for one that the planner found."""
    if not actor.name:
        return None
    return next((member for member in order.characters if member.name == actor.name), None)


def description_of(actor: Actor, order: DrawingOrder) -> str:
    """Return the same words for the same character in every panel and every comic."""
    member = member_of(actor, order)
    if member is not None and member.description:
        return f"{member.name}: {member.description}"
    if actor.description:
        return f"{actor.name}: {actor.description}" if actor.name else actor.description
    words = look_words(actor.look, actor.kind)
    return f"{actor.name}: {words}" if actor.name else words


def look_words(look: Look, kind: str = "") -> str:
    """Return *look* in English: "small orange cat wearing a red scarf".

    *kind* is the story's word for the species, if it is another one than the look's.
    """
    return f"{_body(look, kind or look.kind)}{_clothes(look)}"


def _body(look: Look, kind: str) -> str:
    size = "small" if look.height < 0.8 else "tall" if look.height > 1.15 else ""
    build = "stout" if look.girth > 1.15 else ""
    if look.kind != HUMAN:
        return _joined(size, build, _coat(look), kind, look.role)
    who = look.role or ("woman" if look.female else "man")
    sex = {True: "female", False: "male"}[look.female] if who not in _SEXED else ""
    hair = "" if look.hair_style == "bald" else f" with {color_name(look.hair, _METALS)} hair"
    return _joined(size, build, sex, who) + hair


def _coat(look: Look) -> str:
    """Return the color of fur or skin; of a kind without a figure, only one that was told."""
    told = look.has_figure or look.skin in PAINTS.values()
    return color_name(look.skin, _METALS) if told else ""


def _clothes(look: Look) -> str:
    worn = []
    if look.outfit not in {"none", ""}:
        outfit = _OUTFITS.get(look.outfit, look.outfit)
        worn.append(_with_article(f"{color_name(look.top)} {outfit}"))
    if look.hat:
        worn.append(_with_article(_HATS.get(look.hat, look.hat)))
    worn += [_with_article(_THINGS.get(thing, thing)) for thing in sorted(look.wears)[:3]]
    return f", wearing {' and '.join(worn)}" if worn else ""


def color_name(color: RGB, without: frozenset[str] = frozenset()) -> str:
    """Return the closest of the colours that have a name."""

    def distance(name: str) -> int:
        return sum((a - b) ** 2 for a, b in zip(PAINTS[name], color, strict=True))

    return min((name for name in PAINTS if name not in without), key=distance)


def _with_article(words: str) -> str:
    if words.rsplit(maxsplit=1)[-1] in _WITHOUT_ARTICLE:
        return words
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)
