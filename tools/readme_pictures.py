"""Draw the comics that the README shows: `.venv/bin/python tools/readme_pictures.py [NAME ...]`.

Run it again after changes to the planner or the sketch artist, and look at the pictures.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.content.params import read_params
from pipeline.painters.sketch import draw
from pipeline.service.params import to_order

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTH = 1000  # pixels
QUALITY = 75


@dataclass(frozen=True, slots=True)
class Comic:
    """A comic of the README: what a user would write, and the options."""

    prompt: str
    options: dict[str, Any] = field(default_factory=dict)


COMICS = {
    "bakery": Comic(
        "A cat opens a bakery on the moon. The cat holds fresh bread: “Who is hungry?” "
        "An astronaut buys a cake. They eat the cake and look at the Earth.",
        {"seed": 15},
    ),
    "script": Comic(
        "Panel 1: A robot reads a book in the library at night.\n"
        "Panel 2: A ghost floats through the door.\n"
        "GHOST: BOO!\n"
        "Panel 3: The robot is angry.\n"
        "ROBOT: Quiet, please.\n"
        "Panel 4: The robot reads the book.\n"
        "GHOST (whispering): Sorry.",
        {"seed": 4, "style": "franco_belgian"},
    ),
    "hindi": Comic(
        "बारिश में चाय",
        {
            "seed": 9,
            "language": "hi",
            "style": "watercolor",
            "script": [
                {
                    "scene": "An elephant walks through the city in the rain with an umbrella",
                    "caption": "बारिश में एक हाथी छाता लेकर जा रहा था।",
                },
                {
                    "scene": "A sad tiger stands in the rain in the city",
                    "caption": "एक बाघ भीग रहा था।",
                },
                {
                    "scene": "The elephant with the umbrella meets the tiger",
                    "dialogue": [
                        {"speaker": "tiger", "text": "क्या मैं भी आऊँ?"},
                        {"speaker": "elephant", "text": "ज़रूर, दोस्त!"},
                    ],
                },
                {
                    "scene": "The elephant and the tiger drink tea in a restaurant",
                    "caption": "फिर दोनों ने साथ में चाय पी।",
                },
            ],
        },
    ),
    "samurai": Comic(
        "侍が雨の中、寺へ歩く。「誰だ？」と叫ぶ。忍者が月の下で刀を抜く。二人は笑い、お茶を飲む。",
        {"seed": 2, "style": "manga", "language": "ja", "readingDirection": "rtl"},
    ),
    "arabic": Comic(
        "ثلاث قطط تفتح مخبزا في القرية. «خبز طازج!» جاء تنين كبير. أكلوا كعكة معا تحت القمر.",
        {"seed": 4, "language": "ar", "readingDirection": "rtl"},
    ),
    "grandma": Comic(
        "A grandma rides a bicycle through the village. A policeman chases her. “Stop!” shouts the "
        "policeman. “Never!” laughs the grandma. It rains. The policeman is sad. The grandma "
        "brings an umbrella. The sun comes out. They eat cake together.",
        {"seed": 2, "style": "american_1950", "panelCount": 9},
    ),
}


def picture(comic: Comic) -> Image.Image:
    """Return the comic, drawn as for a request."""
    params, _ = read_params(
        comic.options, text=comic.prompt, clamp=False, has_account=True, new_seed=lambda: 0
    )
    page = draw(to_order(params), lambda _stage, _panel: None)
    drawn = Image.open(BytesIO(page.image)).convert("RGB")
    return drawn.resize(
        (WIDTH, round(drawn.height * WIDTH / drawn.width)), Image.Resampling.LANCZOS
    )


def main(names: list[str]) -> None:
    for name in names or list(COMICS):
        path = FOLDER / f"{name}.webp"
        picture(COMICS[name]).save(path, "WEBP", quality=QUALITY, method=6)
        print(f"{path.name}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
