"""From an order to a story: panels, who is in them, what is said and how it is framed."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace

from pipeline.models import DrawingOrder, ScriptPanel
from pipeline.sketch import lexicon
from pipeline.sketch.casting import Cast
from pipeline.sketch.chance import chance
from pipeline.sketch.clusters import clean
from pipeline.sketch.describe import scene_words, title_of
from pipeline.sketch.quotes import clauses, pieces_of, portions, sentences
from pipeline.sketch.reading import find, fold
from pipeline.sketch.story import Line, PanelPlan, Part, Setting, Story

SPEECH_LIMIT = 110  # characters in one balloon; more is spread over several
_MAX_PARTS = 3
_UPPER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class _Said:
    text: str
    kind: str
    speaker: int | None
    name: str = ""


@dataclass(slots=True)
class _Beat:
    """A stretch of story that fits in one panel."""

    told: list[str] = field(default_factory=list)
    said: list[_Said] = field(default_factory=list)
    context: str = ""  # everything it was read from, for finding people and places
    scene: str = ""  # given by a script

    @property
    def weight(self) -> int:
        return sum(map(len, self.told)) + sum(len(s.text) for s in self.said)

    def absorb(self, other: _Beat) -> None:
        self.told += other.told
        self.said += other.said
        self.context = f"{self.context} {other.context}"


def plan(order: DrawingOrder) -> Story:
    """The story of *order*, exactly ``panel_count`` panels long."""
    told = order.prompt
    if order.script:
        told = " ".join([order.prompt, *(f"{p.scene}. {p.caption}." for p in order.script)])
    cast = Cast(told, order.characters, order.language, order.seed)
    beats = _scripted(order.script, cast) if order.script else _read(order, cast)
    director = _Director(order, cast)
    panels = tuple(_lettered(panel, order.lettering) for panel in director.stage(beats))
    shown = tuple(dict.fromkeys(part.actor for panel in panels for part in panel.parts))
    return Story(
        title_of(
            [text for beat in beats for text in (*beat.told, *(s.text for s in beat.said))]
            or [order.prompt]
        ),
        panels,
        shown,
    )


def _lettered(panel: PanelPlan, lettering: str) -> PanelPlan:
    if lettering in {"none", "bubbles"}:
        panel = replace(panel, caption="")
    if lettering in {"none", "captions"}:
        panel = replace(panel, lines=())
    return panel


# --- reading the text -----------------------------------------------------------------------


def _scripted(script: tuple[ScriptPanel, ...], cast: Cast) -> list[_Beat]:
    beats = []
    for panel in script:
        said = []
        for speech in panel.dialogue:
            speaker = cast.add_speaker(speech.speaker) if speech.speaker.strip() else None
            said.append(_Said(clean(speech.text), speech.kind, speaker, speech.speaker))
        beats.append(
            _Beat(
                [clean(panel.caption)] if panel.caption.strip() else [],
                [s for s in said if s.text],
                f"{panel.scene} {panel.caption}",
                panel.scene,
            )
        )
    return beats


def _read(order: DrawingOrder, cast: Cast) -> list[_Beat]:
    beats = _beats(order.prompt, cast)
    count = order.panel_count
    while len(beats) > count:
        # join the two neighbours that are shortest together
        i = min(range(len(beats) - 1), key=lambda k: beats[k].weight + beats[k + 1].weight)
        beats[i].absorb(beats.pop(i + 1))
    while len(beats) < count:
        split = _split_longest(beats)
        if split is None:
            break
        beats = split
    return _spread(beats, count)


def _beats(prompt: str, cast: Cast) -> list[_Beat]:
    beats: list[_Beat] = []
    pieces = pieces_of(prompt)
    last_speaker: int | None = None
    fresh = True  # the next speech opens a beat of its own
    for i, piece in enumerate(pieces):
        if not piece.spoken:
            told = _without_attribution(piece.text, cast, pieces, i)
            for sentence in sentences(told):
                if _UPPER.search(sentence) or any(char.isalnum() for char in sentence):
                    beats.append(_Beat([clean(sentence)], [], sentence))
                    fresh = False
                elif beats and beats[-1].told and clean(sentence):
                    beats[-1].told[-1] += clean(sentence)
                elif clean(sentence) not in {"", ".", ",", ":", "。", "、", "—", "-"}:
                    beats.append(_Beat([clean(sentence)], [], sentence))
            continue
        speaker, kind = _attribution(pieces, i, cast, last_speaker)
        kind = "thought" if piece.thought else _loudness(piece.text, kind)
        if speaker is not None:
            last_speaker = speaker
        said = [
            _Said(part, kind, speaker) for part in portions(clean(piece.text), SPEECH_LIMIT) if part
        ]
        if not said:
            continue
        crowded = beats and len(beats[-1].said) >= 2
        if fresh or not beats or crowded:
            beats.append(_Beat([], said, piece.text))
            fresh = False
        else:
            beats[-1].said += said
            beats[-1].context += f" {piece.text}"
    return beats or [_Beat([clean(prompt)] if clean(prompt) else [], [], prompt)]


def _clause_at(text: str, *, first: bool) -> str:
    parts = [p for p in re.split(r"(?<=[.!?;。！？])\s*", text) if p.strip()]
    if not parts:
        return ""
    return parts[0] if first else parts[-1]


def _attribution(pieces: list, i: int, cast: Cast, last: int | None) -> tuple[int | None, str]:
    """Who says piece *i* and how, from the words right after it or right before."""
    line = pieces[i].line
    after = (
        pieces[i + 1].text
        if i + 1 < len(pieces) and not pieces[i + 1].spoken and pieces[i + 1].line == line
        else ""
    )
    before = (
        pieces[i - 1].text if i and not pieces[i - 1].spoken and pieces[i - 1].line == line else ""
    )
    for context, first in ((after, True), (before, False)):
        clause = _clause_at(context, first=first)
        verbs = find(clause, lexicon.SAYING, cast.languages)
        if not verbs:
            continue
        people = cast.mentions(clause)
        if people:
            verb = verbs[0] if first else verbs[-1]
            nearest = min(
                people, key=lambda m: min(abs(m.start - verb.end), abs(verb.start - m.end))
            )
            return nearest.actor, verb.name
        return last if last is not None else (0 if cast.actors else None), verbs[0].name
    colon = before.rstrip().endswith((":", "："))
    people = cast.mentions(_clause_at(before, first=False))
    if people and colon:
        return people[-1].actor, "speech"
    people = cast.mentions(before)
    if people and last is None:
        return people[-1].actor, "speech"
    if last is None:
        return 0, "speech"
    # nobody is named: they take turns
    talkers = min(2, len(cast.actors))
    if i and pieces[i - 1].spoken and pieces[i - 1].line == line:
        return last, "speech"
    return ((last + 1) % talkers if last < talkers else 0) if talkers > 1 else last, "speech"


def _loudness(text: str, kind: str) -> str:
    letters = [char for char in text if char.isalpha()]
    loud = (
        len(letters) > 3
        and all(not char.islower() for char in letters)
        and any(char.isupper() for char in letters)
    )
    if kind != "thought" and (loud or text.rstrip().endswith(("!!", "！！", "!?!"))):
        return "shout"
    return kind if kind in {"speech", "thought", "shout"} else "speech"


def _without_attribution(text: str, cast: Cast, pieces: list, i: int) -> str:
    """Narration without a bare "said the cat": the balloon's tail says that."""
    after_speech = i > 0 and pieces[i - 1].spoken and pieces[i - 1].line == pieces[i].line
    before_speech = (
        i + 1 < len(pieces) and pieces[i + 1].spoken and pieces[i + 1].line == pieces[i].line
    )
    if after_speech:
        clause = _clause_at(text, first=True)
        if clause and _bare(clause, cast):
            text = text[text.index(clause) + len(clause) :]
        else:
            text = text.lstrip(",.、。 ")
    if before_speech:
        clause = _clause_at(text, first=False)
        if clause and clause.rstrip().endswith((",", ":", "：", "、")) and _bare(clause, cast):
            text = text[: text.rindex(clause)]
    return text.strip()


_SMALL_WORDS = frozenset(
    ["the", "a", "an", "o", "os", "as", "um", "uma", "el", "la", "los", "las", "un", "una", "e", "y", "and", "he", "she", "they", "it", "ele", "ela", "él", "ella", "to", "at", "in", "then", "with", "her", "his", "said", "que", "de", "do", "da"]
)


def _bare(clause: str, cast: Cast) -> bool:
    """Whether *clause* says nothing but who speaks."""
    verbs = find(clause, lexicon.SAYING, cast.languages)
    if not verbs:
        return False
    left = list(fold(clause))
    for span in (
        *verbs,
        *cast.mentions(clause),
        *find(clause, lexicon.COLORS, cast.languages),
        *find(clause, lexicon.TRAITS, cast.languages),
        *find(clause, lexicon.GARMENTS, cast.languages),
    ):
        left[span.start : span.end] = " " * (span.end - span.start)
    rest = "".join(left)
    if "ja" in cast.languages:
        return len(re.sub(r"[\sとがはもにをっまいしたですうんとてだ。、！？]", "", rest)) <= 1
    words = [word for word in re.findall(r"[^\W_]+", rest) if word not in _SMALL_WORDS]
    return not words


def _split_longest(beats: list[_Beat]) -> list[_Beat] | None:
    """One beat more, by cutting the longest that can be cut; None when none can."""
    order = sorted(range(len(beats)), key=lambda k: -beats[k].weight)
    for k in order:
        beat = beats[k]
        if len(beat.told) + len(beat.said) > 1:
            if beat.told and beat.said:
                first = _Beat(beat.told, [], beat.context)
                second = _Beat([], beat.said, beat.context)
            elif len(beat.said) > 1:
                half = (len(beat.said) + 1) // 2
                first = _Beat([], beat.said[:half], beat.context)
                second = _Beat([], beat.said[half:], beat.context)
            else:
                first = _Beat(beat.told[:1], [], beat.told[0])
                second = _Beat(beat.told[1:], [], " ".join(beat.told[1:]))
            return [*beats[:k], first, second, *beats[k + 1 :]]
        if len(beat.told) == 1 and not beat.said:
            parts = clauses(beat.told[0])
            if len(parts) > 1:
                best = min(
                    range(1, len(parts)),
                    key=lambda i: abs(sum(map(len, parts[:i])) - sum(map(len, parts[i:]))),
                )
                glue = "" if parts[0][-1] in "、；：" else " "
                left, right = glue.join(parts[:best]), glue.join(parts[best:])
                return [
                    *beats[:k],
                    _Beat([left], [], left),
                    _Beat([right], [], right),
                    *beats[k + 1 :],
                ]
    return None


def _spread(beats: list[_Beat], count: int) -> list[_Beat]:
    """*count* beats: the given ones evenly, silent ones between them."""
    if len(beats) >= count:
        return beats
    spread: list[_Beat] = [_Beat() for _ in range(count)]
    for k, beat in enumerate(beats):
        spread[k * count // len(beats)] = beat
    return spread


# --- staging --------------------------------------------------------------------------------


class _Director:
    """Decides place, hour, people, poses and camera, carrying over what is not said anew."""

    def __init__(self, order: DrawingOrder, cast: Cast) -> None:
        self._order = order
        self._cast = cast
        self._source: random.Random = chance("director", order.seed, order.prompt)
        self._everything = " ".join([order.prompt, *(p.scene for p in order.script)])
        self._things = self._found_in(self._everything, lexicon.THINGS)
        self._hour_told = bool(find(self._everything, lexicon.TIMES, cast.languages))
        self._setting = self._first_setting()

    def _found_in(self, text: str, table: str) -> list[str]:
        languages = self._cast.languages
        return list(dict.fromkeys(item.name for item in find(text, table, languages)))

    def _first_setting(self) -> Setting:
        text = self._everything
        script = self._order.script
        opening = script[0].scene if script else " ".join(sentences(self._order.prompt)[:1])
        places = self._found_in(opening, lexicon.PLACES) or self._found_in(text, lexicon.PLACES)
        rooms = self._found_in(opening, lexicon.ROOMS)
        weather = self._found_in(opening, lexicon.WEATHER)
        times = self._found_in(opening, lexicon.TIMES)
        place = places[0] if places else ""
        if not place:
            place = next((p for thing, p in _PLACES_OF_THINGS.items() if thing in self._things), "")
        if not place:
            place = next(
                (_HOMES[part.look.kind] for part in self._cast.actors if part.look.kind in _HOMES),
                "",
            )
        if not place:
            place = "city" if rooms else self._source.choice(("field", "park", "city", "village"))
        time = times[0] if times else ("night" if place in {"moon", "space"} else "day")
        return Setting(
            place, "", rooms[0] if rooms else "", time, weather[0] if weather else "clear"
        )

    def _setting_for(self, text: str, *, first: bool, last: bool, silent: bool) -> Setting:
        now = self._setting
        places = self._found_in(text, lexicon.PLACES)
        rooms = self._found_in(text, lexicon.ROOMS)
        times = self._found_in(text, lexicon.TIMES)
        weather = self._found_in(text, lexicon.WEATHER)
        if times:
            now = replace(now, time=times[0])
        if weather:
            now = replace(now, weather=weather[0])
        if places and not first:
            if places[0] != now.place:
                now = replace(now, place=places[0], room="", building=rooms[0] if rooms else "")
        if rooms:
            now = replace(now, building=rooms[0])
            # the building is first seen from outside, then we go in
            now = replace(
                now,
                room=rooms[0] if not first or (self._order.panel_count == 1 and not places) else "",
            )
        elif not first and now.building and not now.room and not places:
            now = replace(now, room=now.building)
        if (
            last
            and silent
            and not self._hour_told
            and now.place not in {"moon", "space", "underwater"}
        ):
            now = replace(now, time="sunset", room="")
        elif last and silent and now.room and self._order.panel_count > 3:
            now = replace(now, room="")
        self._setting = now
        return now

    def stage(self, beats: list[_Beat]) -> tuple[PanelPlan, ...]:
        panels: list[PanelPlan] = []
        people: list[int] = []
        emotion = "calm"
        count = len(beats)
        for i, beat in enumerate(beats):
            silent = not beat.told and not beat.said
            first, last = i == 0, i == count - 1
            text = f"{beat.scene} {beat.context}".strip()
            setting = self._setting_for(text, first=first, last=last and count > 1, silent=silent)
            people = self._people(beat, text, people, first=first)
            feelings = self._found_in(text, lexicon.EMOTIONS)
            if feelings:
                emotion = feelings[0]
            elif silent:
                emotion = self._arc(i, count, emotion)
            elif emotion in {"surprised", "love", "asleep", "thinking"}:
                emotion = "calm"
            things = tuple(self._found_in(text, lexicon.THINGS)[:2]) or tuple(self._things[:1])
            shot = self._shot(i, count, beat, people, panels, things)
            panels.append(self._panel(beat, text, setting, shot, people, emotion, things, i))
        return tuple(panels)

    def _people(self, beat: _Beat, text: str, before: list[int], *, first: bool) -> list[int]:
        told = [mention.actor for mention in self._cast.mentions(text)]
        speaking = [said.speaker for said in beat.said if said.speaker is not None]
        people = list(dict.fromkeys([*speaking, *told]))
        if not people:
            people = before or [0]
        elif len(people) == 1 and before and people[0] in before and not first:
            people = list(dict.fromkeys([*people, *before]))
        if speaking and len(people) == 1 and len(before) > 1:
            people = list(dict.fromkeys([*people, *before]))
        keep = people[:_MAX_PARTS]
        # whoever stood left before stands left again, so that nobody jumps across the picture
        return sorted(
            keep, key=lambda p: before.index(p) if p in before else len(before) + keep.index(p)
        )

    def _arc(self, i: int, count: int, before: str) -> str:
        if i == count - 1:
            return "happy" if before not in {"sad", "scared", "angry", "asleep"} else before
        choices = ("happy", "surprised", "thinking", "happy", "calm")
        if before in {"sad", "scared", "angry"}:
            choices = (before, "thinking", before)
        return self._source.choice([c for c in choices if c != before] or [before])

    def _shot(
        self,
        i: int,
        count: int,
        beat: _Beat,
        people: list[int],
        panels: list[PanelPlan],
        things: tuple[str, ...],
    ) -> str:
        silent = not beat.told and not beat.said
        before = panels[-1].shot if panels else ""
        if i == 0:
            return "wide" if len(beat.said) < 2 else "medium"
        if len(beat.said) >= 2:
            return "medium"
        if i == count - 1:
            return "medium" if before != "medium" else "wide"
        options = ["medium", "close", "wide"] if len(people) < 3 else ["medium", "wide"]
        if silent and things and not any(panel.shot == "detail" for panel in panels) and i > 1:
            return "detail"
        if silent or len(beat.said) == 1:
            options = ["close", "medium"]
        fresh = [shot for shot in options if shot != before]
        return fresh[0] if before == "wide" and fresh[0] != "wide" else self._source.choice(fresh)

    def _panel(
        self,
        beat: _Beat,
        text: str,
        setting: Setting,
        shot: str,
        people: list[int],
        emotion: str,
        things: tuple[str, ...],
        i: int,
    ) -> PanelPlan:
        actions = self._found_in(text, lexicon.ACTIONS)
        chosen = people[:1] if shot in {"close", "detail"} and len(beat.said) < 2 else people
        if shot in {"close", "detail"} and beat.said and beat.said[0].speaker in people:
            chosen = [beat.said[0].speaker]  # type: ignore[list-item]
        parts = []
        for k, actor in enumerate(chosen):
            speaks = next((s for s in beat.said if s.speaker == actor), None)
            feeling = emotion if k == 0 or emotion not in {"asleep", "thinking"} else "calm"
            if speaks and speaks.kind == "shout" and feeling == "calm":
                feeling = "angry" if self._source.random() < 0.3 else "surprised"
            pose = self._pose(k, feeling, actions, shot, speaking=speaks is not None)
            holding = ""
            if pose in {"hold", "offer"} and things and things[0] in _HANDY:
                holding = things[0]
            parts.append(Part(self._cast.actors[actor], pose, feeling, holding))
        lines = []
        for said in beat.said:
            seen = chosen.index(said.speaker) if said.speaker in chosen else None
            name = said.name or (
                self._cast.actors[said.speaker].name if said.speaker is not None else ""
            )
            lines.append(Line(said.text, said.kind, seen, name))
        caption = " ".join(beat.told) if "ja" not in self._cast.languages else "".join(beat.told)
        panel = PanelPlan(
            setting,
            shot,
            tuple(parts),
            things,
            caption,
            tuple(lines),
            beat.scene,
            self._sign(emotion, silent=not beat.told and not beat.said),
        )
        if not panel.scene:
            panel = replace(
                panel, scene=scene_words(panel, self._order.language, self._cast.languages)
            )
        return panel

    def _sign(self, emotion: str, *, silent: bool) -> str:
        signs = {
            "love": "heart",
            "asleep": "zzz",
            "surprised": "bang",
            "thinking": "query",
            "scared": "drops",
            "angry": "vein",
        }
        if emotion == "happy" and silent:
            return self._source.choice(("note", "spark", ""))
        return signs.get(emotion, "")

    def _pose(self, k: int, emotion: str, actions: list[str], shot: str, *, speaking: bool) -> str:
        if emotion == "asleep":
            return "sleep"
        if k == 0 and actions and shot != "close":
            return {"sleep": "sleep"}.get(actions[0], actions[0])
        moods = {
            "happy": ("cheer", "wave", "present", "dance", "jump"),
            "sad": ("droop",),
            "angry": ("fists", "hips", "point"),
            "scared": ("cower", "shock"),
            "surprised": ("shock", "reach", "shock"),
            "love": ("offer", "present"),
            "thinking": ("think",),
        }
        options = moods.get(emotion)
        if options is None or (speaking and emotion == "happy"):
            options = (
                ("present", "point", "hips", "wave")
                if speaking
                else ("stand", "relaxed", "hips", "present")
            )
        if shot == "close":
            options = tuple(o for o in options if o not in {"fly", "jump", "run"}) or ("relaxed",)
        return self._source.choice(options)


_PLACES_OF_THINGS = {
    "rocket": "space",
    "boat": "sea",
    "treasure": "island",
    "car": "road",
    "bicycle": "park",
    "train": "city",
    "plane": "sky",
    "kite": "park",
    "skateboard": "city",
}
_HOMES = {
    "fish": "underwater",
    "octopus": "underwater",
    "whale": "sea",
    "penguin": "snow",
    "snowman": "snow",
    "lion": "desert",
    "monkey": "forest",
    "bear": "forest",
    "fox": "forest",
    "owl": "forest",
    "wolf": "forest",
    "tiger": "forest",
    "pig": "farm",
    "cow": "farm",
    "horse": "farm",
    "sheep": "farm",
    "chicken": "farm",
    "dragon": "castle",
    "unicorn": "field",
    "alien": "space",
    "ghost": "castle",
    "dinosaur": "volcano",
}
_HANDY = frozenset(
    (
        "bread",
        "cake",
        "pie",
        "apple",
        "cup",
        "pizza",
        "ice cream",
        "egg",
        "ball",
        "kite",
        "balloon",
        "book",
        "letter",
        "map",
        "key",
        "gift",
        "flowers",
        "umbrella",
        "sword",
        "wand",
        "potion",
        "bomb",
        "phone",
        "camera",
        "lantern",
        "guitar",
        "fishing rod",
        "heart",
        "gears",
        "pot",
    )
)
