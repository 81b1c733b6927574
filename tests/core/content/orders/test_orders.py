# ruff: noqa: E501
"""Orders in prompts: what becomes an option, what is left out, and what stays a story."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content.input_params_schema import InputParams
from core.content.option_validation import OptionCheck, check_options
from core.content.orders import read_prompt, without_unwanted
from core.content.prompts import clean_prompt

ORDERS: list[tuple[str, str, dict[str, Any], tuple[str, ...]]] = [
    (
        "Quiero un cómic sobre dos vacas detectives, sin diálogos ni texto",
        "Dos vacas detectives",
        {"lettering": "none"},
        (),
    ),
    (
        "忍者と幽霊の3コマ漫画を描いて、セリフなし",
        "忍者と幽霊",
        {"panelCount": 3, "lettering": "captions"},
        (),
    ),
    (
        "A cat opens a bakery, noir, 4 panels",
        "A cat opens a bakery",
        {"style": "noir", "panelCount": 4},
        (),
    ),
    ("A cat opens a bakery in 4 panels.", "A cat opens a bakery.", {"panelCount": 4}, ()),
    (
        "A cat opens a bakery in the style of pixel art",
        "A cat opens a bakery",
        {"style": "pixel"},
        (),
    ),
    (
        "A cat opens a bakery in watercolor style, square format",
        "A cat opens a bakery",
        {"style": "watercolor", "aspect": "1:1"},
        (),
    ),
    (
        "Noir style. A detective loses his hat. No speech bubbles.",
        "A detective loses his hat.",
        {"style": "noir", "lettering": "captions"},
        (),
    ),
    (
        "3 panels, manga: a robot learns to dance",
        "A robot learns to dance",
        {"panelCount": 3, "style": "manga"},
        (),
    ),
    (
        "three-panel newspaper strip about a lazy dog",
        "A lazy dog",
        {"panelCount": 3, "style": "newspaper_strip"},
        (),
    ),
    (
        "Please draw me a funny comic about a snail who wins a race",
        "A snail who wins a race",
        {},
        (),
    ),
    (
        "Can you make a 4 panel comic where a ghost is afraid of the dark?",
        "A ghost is afraid of the dark.",
        {"panelCount": 4},
        (),
    ),
    (
        "I want a comic strip about a dragon with a cold, in black and white, without text",
        "A dragon with a cold",
        {"colorMode": "monochrome", "lettering": "none"},
        (),
    ),
    (
        "Create a comic. Two cats fight over a fish. Style: noir. Panels: 3.",
        "Two cats fight over a fish.",
        {"style": "noir", "panelCount": 3},
        (),
    ),
    (
        "Style: watercolor\nPanels: 5\nA fox finds a map.",
        "A fox finds a map.",
        {"style": "watercolor", "panelCount": 5},
        (),
    ),
    (
        "A hedgehog bakes bread --ar 3:2 --v 6 --style raw",
        "A hedgehog bakes bread",
        {"aspect": "3:2"},
        ("--v 6", "--style raw"),
    ),
    ("A hedgehog bakes bread —ar 16:9", "A hedgehog bakes bread", {"aspect": "16:9"}, ()),
    (
        "A hedgehog bakes bread --seed 42 --no text, cars",
        "A hedgehog bakes bread",
        {"seed": 42, "lettering": "none", "negativePrompt": "cars"},
        (),
    ),
    ("A snail race (4 panels, noir)", "A snail race", {"panelCount": 4, "style": "noir"}, ()),
    (
        "a cat on a roof, masterpiece, best quality, 8k",
        "a cat on a roof",
        {},
        ("masterpiece", "best quality", "8k"),
    ),
    (
        "2girls, solo, <lora:foo:0.8>, (blue eyes:1.2), long_hair, park",
        "Two girls, blue eyes, long hair, park",
        {},
        ("solo",),
    ),
    ("Draw a cat opening a bakery", "A cat opening a bakery", {}, ()),
    ("An 8-bit comic about a plumber", "A plumber", {"style": "pixel"}, ()),
    (
        "8-bit style: a knight waits for the bus",
        "A knight waits for the bus",
        {"style": "pixel"},
        (),
    ),
    ("Wordless comic about a whale", "A whale", {"lettering": "none"}, ()),
    (
        "A whale dreams of flying, no captions, no speech bubbles",
        "A whale dreams of flying",
        {"lettering": "none"},
        (),
    ),
    (
        "A whale dreams of flying. No dialogue.",
        "A whale dreams of flying.",
        {"lettering": "captions"},
        (),
    ),
    ("A bird sings, vertical layout", "A bird sings", {"layout": "vertical"}, ()),
    ("Create a heartwarming comic about a lost teddy bear", "A lost teddy bear", {}, ()),
    ("Make a comic in Spanish about a baker", "A baker", {"language": "es"}, ()),
    ("A baker sings. Text in Japanese.", "A baker sings.", {"language": "ja"}, ()),
    (
        "Create a manga, 6 panels, about a shy ninja",
        "A shy ninja",
        {"style": "manga", "panelCount": 6},
        (),
    ),
    ("Write a story about a pirate who hates water", "A pirate who hates water", {}, ()),
    (
        "A franco-belgian comic about two detectives",
        "Two detectives",
        {"style": "franco_belgian"},
        (),
    ),
    ("tintin-like comic about a reporter", "A reporter", {"style": "franco_belgian"}, ()),
    (
        "Un cómic noir de 3 viñetas sobre un gato perdido, sin texto",
        "Un gato perdido",
        {"style": "noir", "panelCount": 3, "lettering": "none"},
        (),
    ),
    ("Dibuja un perro que toca la guitarra", "Un perro que toca la guitarra", {}, ()),
    (
        "Crea una tira cómica sobre un pulpo en blanco y negro",
        "Un pulpo",
        {"colorMode": "monochrome"},
        (),
    ),
    (
        "Un pulpo toca el piano, estilo acuarela, 6 viñetas",
        "Un pulpo toca el piano",
        {"style": "watercolor", "panelCount": 6},
        (),
    ),
    ("Faça um quadrinho sobre um cachorro astronauta", "Um cachorro astronauta", {}, ()),
    (
        "Crie uma tirinha de 3 quadros sobre uma vaca, sem texto, estilo pixel art",
        "Uma vaca",
        {"panelCount": 3, "lettering": "none", "style": "pixel"},
        (),
    ),
    ("Um gato abre uma padaria em 3 quadros", "Um gato abre uma padaria", {"panelCount": 3}, ()),
    ("Desenhe um gato tocando violão", "Um gato tocando violão", {}, ()),
    ("4コマ漫画：犬が傘を忘れる。", "犬が傘を忘れる。", {"panelCount": 4}, ()),
    ("犬が月でパン屋を開く漫画を描いて", "犬が月でパン屋を開く", {}, ()),
    ("犬が傘を忘れる4コマ漫画を描いてください。", "犬が傘を忘れる。", {"panelCount": 4}, ()),
    (
        "白黒で、猫が魚を追いかける。文字なし。",
        "猫が魚を追いかける。",
        {"colorMode": "monochrome", "lettering": "none"},
        (),
    ),
    (
        "水彩風の4コマ漫画で、犬が空を飛ぶ",
        "犬が空を飛ぶ",
        {"style": "watercolor", "panelCount": 4},
        (),
    ),
    (
        "猫が寝坊する話。3コマ、ノワール風。",
        "猫が寝坊する話。",
        {"panelCount": 3, "style": "noir"},
        (),
    ),
    ("侍が雨の中を歩く、4コマで", "侍が雨の中を歩く", {"panelCount": 4}, ()),
    ("犬を描いて", "犬", {}, ()),
    (
        "Zeichne einen Comic über einen Bären, der Honig sucht, in vier Bildern",
        "Einen Bären, der Honig sucht",
        {"panelCount": 4},
        (),
    ),
    (
        "Ein Comic in drei Bildern über eine Eule, schwarz-weiß, ohne Text",
        "Eine Eule",
        {"panelCount": 3, "colorMode": "monochrome", "lettering": "none"},
        (),
    ),
    ("Fais une BD de 4 cases sur un chat qui vole", "Un chat qui vole", {"panelCount": 4}, ()),
    ("Dessine-moi un mouton qui danse", "Un mouton qui danse", {}, ()),
    ("Crea un fumetto di 3 vignette su un gatto", "Un gatto", {"panelCount": 3}, ()),
    ("Нарисуй комикс про кота в четырёх кадрах", "Кота", {"panelCount": 4}, ()),
    ("画一个关于猫和狗的四格漫画", "猫和狗", {"panelCount": 4}, ()),
    ("请画一幅四格漫画：兔子在月亮上喝茶", "兔子在月亮上喝茶", {"panelCount": 4}, ()),
    (
        "兔子在月亮上喝茶，黑白，无文字",
        "兔子在月亮上喝茶",
        {"colorMode": "monochrome", "lettering": "none"},
        (),
    ),
    ("A noir comic", "A noir comic", {"style": "noir"}, ()),
    ("3 panels, no text", "3 panels, no text", {"panelCount": 3, "lettering": "none"}, ()),
    (
        "Create a six-panel noir comic:\nPanel 1: A man walks.\nPanel 2: He falls.",
        "Panel 1: A man walks.\nPanel 2: He falls.",
        {"panelCount": 6, "style": "noir"},
        (),
    ),
    (
        "Panel 1: A man walks.\nPanel 2: He falls.\nNo text. Black and white.",
        "Panel 1: A man walks.\nPanel 2: He falls.",
        {"lettering": "none", "colorMode": "monochrome", "panelCount": 2},
        (),
    ),
    ("A comic with 3 panels about a shy vampire", "A shy vampire", {"panelCount": 3}, ()),
    (
        "Comic strip of a penguin who sells ice, 16:9",
        "A penguin who sells ice",
        {"aspect": "16:9"},
        (),
    ),
    ("Prompt: an owl drives a taxi", "An owl drives a taxi", {}, ()),
    (
        "A robot gardener, drawn in pixel art style, 3 frames",
        "A robot gardener",
        {"style": "pixel", "panelCount": 3},
        (),
    ),
    (
        "Black and white. A mime is stuck in a box.",
        "A mime is stuck in a box.",
        {"colorMode": "monochrome"},
        (),
    ),
    (
        "A mime is stuck in a box. Make it noir with 5 panels and no text.",
        "A mime is stuck in a box.",
        {"style": "noir", "panelCount": 5, "lettering": "none"},
        (),
    ),
    ("Generate a 12 panel comic page of a heist", "A heist", {"panelCount": 12}, ()),
    ("Create a comic strip about: a lazy cat", "A lazy cat", {}, ()),
    (
        "Create a 4-panel comic strip in manga style where a shy girl meets a ghost, black and white, 3:4 aspect ratio",
        "A shy girl meets a ghost",
        {"panelCount": 4, "style": "manga", "colorMode": "monochrome", "aspect": "3:4"},
        (),
    ),
    ("Manga about a shy cook", "A shy cook", {"style": "manga"}, ()),
    ("A manga of a shy cook in 5 panels", "A shy cook", {"style": "manga", "panelCount": 5}, ()),
    (
        "An anime style comic of two rivals, no words",
        "Two rivals",
        {"style": "manga", "lettering": "none"},
        (),
    ),
    ("No words. A man meets a cloud.", "A man meets a cloud.", {"lettering": "none"}, ()),
    ("Strip about a tiny whale", "A tiny whale", {}, ()),
    ("Draw a strip of 3 panels about a whale", "A whale", {"panelCount": 3}, ()),
    (
        "I'd like a black-and-white comic, 6 panels, about a haunted lift",
        "A haunted lift",
        {"colorMode": "monochrome", "panelCount": 6},
        (),
    ),
    (
        "Create a superhero comic: Captain Sock saves the laundry",
        "Captain Sock saves the laundry",
        {"style": "american_modern"},
        (),
    ),
    ("Could you draw a fox in the snow?", "A fox in the snow.", {}, ()),
    (
        "Three friends find a key. 6 panels. Watercolor. 3:4.",
        "Three friends find a key.",
        {"panelCount": 6, "style": "watercolor", "aspect": "3:4"},
        (),
    ),
    (
        "Three friends find a key | 6 panels | watercolor",
        "Three friends find a key",
        {"panelCount": 6, "style": "watercolor"},
        (),
    ),
    (
        "Three friends find a key - 6 panels - noir",
        "Three friends find a key",
        {"panelCount": 6, "style": "noir"},
        (),
    ),
    (
        "**Style:** noir\n**Panels:** 4\nA man loses his hat.",
        "A man loses his hat.",
        {"style": "noir", "panelCount": 4},
        (),
    ),
    ("Make a 20 panel comic about ants", "Ants", {"panelCount": 20}, ()),
    ("Ein Manga über einen Koch, 6 Bilder", "Einen Koch", {"style": "manga", "panelCount": 6}, ()),
    (
        "Crie um mangá sobre um samurai medroso, preto e branco",
        "Um samurai medroso",
        {"style": "manga", "colorMode": "monochrome"},
        (),
    ),
    (
        "Um robô aprende a dançar, preto e branco, 5 quadros, sem balões",
        "Um robô aprende a dançar",
        {"colorMode": "monochrome", "panelCount": 5, "lettering": "captions"},
        (),
    ),
    ("Quiero un cómic en inglés sobre un pez", "Un pez", {"language": "en"}, ()),
    ("¿Puedes dibujar un cómic de 4 viñetas sobre un faro?", "Un faro.", {"panelCount": 4}, ()),
    ("漫画で、猫が空を飛ぶ話を描いてください", "猫が空を飛ぶ", {}, ()),
    (
        "「ただいま」と猫が言う。4コマ、文字なし",
        "「ただいま」と猫が言う。",
        {"panelCount": 4, "lettering": "none"},
        (),
    ),
    ("8コマの漫画：宇宙人が寿司を食べる", "宇宙人が寿司を食べる", {"panelCount": 8}, ()),
    ("画一个四格漫画，关于一只懒猫", "一只懒猫", {"panelCount": 4}, ()),
    ("A cat naps, --ar 1:1", "A cat naps", {"aspect": "1:1"}, ()),
    ("a story: in the style of noir, a cat naps", "A cat naps", {"style": "noir"}, ()),
    (
        "masterpiece, best quality, 1boy, knight, castle, night",
        "A boy, knight, castle, night",
        {},
        ("masterpiece", "best quality"),
    ),
    (
        "(masterpiece:1.2), best quality, ((1girl)), smiling, cafe",
        "A girl, smiling, cafe",
        {},
        ("masterpiece", "best quality"),
    ),
    (
        "cat girl, sitting, high quality\nNegative prompt: bad hands\nSteps: 20, Sampler: DPM++ 2M, Seed: 123456, Size: 512x768, Model: foo",
        "cat girl, sitting",
        {"seed": 123456, "aspect": "2:3", "negativePrompt": "bad hands"},
        ("Steps: 20", "Sampler: DPM++ 2M", "Model: foo", "high quality"),
    ),
    (
        "A penguin opens a restaurant in grayscale",
        "A penguin opens a restaurant",
        {"colorMode": "grayscale"},
        (),
    ),
    (
        "A two-panel comic. Panel 1: a cat. Panel 2: a dog.",
        "Panel 1: a cat. Panel 2: a dog.",
        {"panelCount": 2},
        (),
    ),
    (
        "Hello! A mole digs a tunnel. Could you make it noir, please? Thanks so much!",
        "A mole digs a tunnel.",
        {"style": "noir"},
        (),
    ),
    ("Can you draw our parrot Coco at the dentist?", "Our parrot Coco at the dentist.", {}, ()),
    (
        "A witch sneezes. (Could you do it in 2 panels? In watercolor please.) The broom laughs.",
        "A witch sneezes. The broom laughs.",
        {"panelCount": 2, "style": "watercolor"},
        (),
    ),
    (
        "A clown trips. It would be great if it could be in black and white. The lion claps.",
        "A clown trips. The lion claps.",
        {"colorMode": "monochrome"},
        (),
    ),
    ("A comic for our chemistry class: an acid meets a base.", "An acid meets a base.", {}, ()),
    (
        "5 panels for my little brother: a bear brushes its teeth.",
        "A bear brushes its teeth.",
        {"panelCount": 5},
        (),
    ),
    ("Can you make a comic about a yak? Thank you <3", "A yak.", {}, ()),
    (
        "A goat in a boat, sharp focus, style of Moebius, highly detailed, 3 panels",
        "A goat in a boat",
        {"panelCount": 3},
        ("sharp focus", "style of Moebius", "highly detailed"),
    ),
    (
        "a heron at dusk, by Anna Ancher, seed 77, 8k",
        "a heron at dusk",
        {"seed": 77},
        ("by Anna Ancher", "8k"),
    ),
]
STORIES = [
    "—No puedo —dice Laura.\n—No importa.",
    "—No —dice el rey —no quiero.",
    "Un sapo duda. —No sé.",
    "Thank you! shouts the baker. The mole eats a bun.",
    "Hi! A cat meets a dog.",
    "A letter, a rose, by Greg",
    "A cat with a bow, only bubbles left in the bath",
    "A card for my friend: a duck",
    "A carpenter builds a door with six panels.",
    "Three solar panels gossip about the sun.",
    "A comedian has no words left.",
    "The detective paints a watercolor of the suspect.",
    "a manga artist loses her pen",
    "two panels of glass fall",
    "the watercolor runs in the rain",
    "he has no text on his phone",
    "a black and white cat",
    "the comic book shop",
    "The comic about dragons is sold out.",
    "A girl reads a comic about cats.",
    '"Make it a noir comic, 3 panels, no text," says the boss.',
    "A zebra dressed in black and white.",
    "She paints a portrait in watercolor.",
    "Three ducks stand in a row.",
    "A teacher yells in Spanish.",
    "A man holds a sign with no text.",
    'A newspaper boy shouts "No text!"',
    "The solar panels fail. Two panels burn.",
    "A square table and a grid of lights.",
    "He looks left to right.",
    "Noir the cat and Manga the dog open a shop.",
    "A vertical garden grows in the city.",
    "A pixel falls in love with a sprite.",
    "A retro robot finds a vintage radio.",
    "She loves anime, manga, and sushi, but never sleeps.",
    "The score is 3:2. The goalkeeper cries.",
    "At 16:9 the train leaves.",
    "He sleeps -- then wakes.",
    "A programmer types --force and cries.",
    "Draw your sword, says the knight.",
    "He draws four frames around the picture.",
    "A silent film star meets a mouse.",
    "The window has two panels.",
    "A strip of land, a strip of sea.",
    "A boy wants a comic and a girl wants a strip.",
    "1girl is a strange name",
    "Un hombre en noir et blanc parle.",
    "Une femme en noir traverse la rue.",
    "Un cuadro sobre la pared cae.",
    "A masterpiece hangs in the museum, and a mouse lives behind it.",
    "The steps are steep: 30 of them.",
    "Size: large, said the label.",
    "A Spanish comic artist meets an English cat",
    "漫画家が鉛筆をなくす。",
    "白黒の猫が寝ている。",
    "猫が漫画を描いている。",
    "文字が読めない犬。",
    "4コマ目で犬が死ぬ。",
    "A page of a comic burns.",
    "Comic Sans walks into a bar.",
    "— Hola.\n— ¿Qué tal?",
    "- Hola.\n- ¿Qué tal?",
    "A detective in a noir film loses his hat.",
    "Two friends share one frame, one dream.",
    "A photo in black and white falls out of a book.",
    "A chef bakes 3:1 flour bread",
    "Sin palabras, el hombre mira el mar.",
    "Um homem sem texto na camisa.",
    "The dog sees no cat and no dog.",
    "He makes a comic about his life and burns it.",
    "The artist draws a comic strip. Nobody laughs.",
    "A vampire goes to the dentist.",
    "Grandpa teaches a girl to fish.",
]


@pytest.mark.parametrize(("prompt", "story", "options", "left_out"), ORDERS)
def test_orders_become_options_and_the_rest_is_the_story(
    prompt: str, story: str, options: dict[str, Any], left_out: tuple[str, ...]
) -> None:
    reading = read_prompt(clean_prompt(prompt))

    assert (reading.story, dict(reading.options)) == (story, options)
    assert reading.left_out == left_out


@pytest.mark.parametrize("prompt", STORIES)
def test_a_story_that_mentions_such_things_is_no_order(prompt: str) -> None:
    reading = read_prompt(clean_prompt(prompt))

    assert (reading.story, dict(reading.options)) == (clean_prompt(prompt), {})


def test_the_panels_of_a_script_are_counted_unless_an_order_says_otherwise() -> None:
    script = "Panel 1: A cat naps. No text.\nPanel 2: A dog barks."

    assert read_prompt(script).options == {"panelCount": 2}
    assert read_prompt(script).story == script
    assert read_prompt(f"A comic in 4 panels:\n{script}").options == {"panelCount": 4}
    assert read_prompt("\n".join(f"{n}. A cat naps." for n in range(1, 16))).options == {
        "panelCount": 12
    }


def test_a_prompt_of_nothing_but_orders_is_its_own_story() -> None:
    reading = read_prompt("A noir comic, 3 panels, no text.")

    assert reading.story == "A noir comic, 3 panels, no text."
    assert reading.options == {"style": "noir", "panelCount": 3, "lettering": "none"}


def test_the_unwanted_words_of_a_prompt_are_not_said_in_it() -> None:
    assert "blood" not in without_unwanted("1girl, park\nNegative prompt: blood\nSteps: 20, CFG: 7")
    assert "blood" not in without_unwanted("a park --no blood, text --ar 1:1")
    assert without_unwanted("no blood today") == "no blood today"


@pytest.mark.parametrize("prompt", [prompt for prompt, *_ in ORDERS])
def test_orders_are_valid_options_apart_from_a_number_of_panels(prompt: str) -> None:
    options = dict(read_prompt(clean_prompt(prompt)).options)
    options.pop("panelCount", None)

    assert options.keys() <= {field.alias for field in InputParams.model_fields.values()} | {"seed"}
    assert check_options(options, OptionCheck(clamp=False)) == options


# --- Any text -------------------------------------------------------------------------------------

PIECES = (
    *("noir", "3", "panels", "no text", "a", "comic", "about", "in", "black and white", "16:9"),
    *("--ar", "--", "1girl", "masterpiece", "Negative prompt:", "Steps: 1, CFG: 2", "(", ")", '"'),
    *(
        ",",
        ".",
        ":",
        "\n",
        "4コマ",
        "漫画",
        "を描いて",
        "の",
        "猫",
        "Panel 1:",
        "1.",
        "-",
        "—",
        "“",
        "'",
    ),
    *("draw", "a cat", "sleeps", "in the style of", "/imagine", "<lora:", "[", "]", "é", "?"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_no_text_is_too_strange_and_no_story_is_empty(text: str) -> None:
    prompt = f"x {text}"

    assert any(char.isalnum() for char in read_prompt(prompt).story)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read_prompt(text)
    without_unwanted(text)


@given(
    st.lists(
        st.sampled_from(["cat", "moon", "the", "sleeps", "quietly", "near", "猫", "lua", "perro"]),
        min_size=1,
    ).map(" ".join)
)
def test_a_text_without_orders_is_unchanged(text: str) -> None:
    assert read_prompt(text).story == text


@pytest.mark.parametrize(
    "piece", [*PIECES, "a, ", "in a ", "no no ", "((", "“a", "'a ", "--a ", "a "]
)
def test_hostile_texts_are_read_quickly(piece: str) -> None:
    text = (piece * 4000)[:4000]
    read_prompt("a noir comic")

    before = time.process_time()
    read_prompt(text)
    assert time.process_time() - before < 2  # seconds; a quadratic reader takes far longer
