"""Panel scripts: which prompts are scripts, how many panels they have, and what each one says."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content.panel_script import ScriptBlock, panels_in, read_panel_script

CAT_AND_DOG = (ScriptBlock(1, ("A cat naps.",)), ScriptBlock(2, ("A dog barks.",)))


def texts(prompt: str) -> list[tuple[str, ...]]:
    return [block.lines for block in read_panel_script(prompt) or ()]


@pytest.mark.parametrize(
    "prompt",
    [
        "Panel 1: A cat naps.\nPanel 2: A dog barks.",
        "PANEL 1\nA cat naps.\n\nPANEL 2\nA dog barks.",
        "Panel 1 - A cat naps.\nPanel 2 – A dog barks.",
        "panel 1. A cat naps.\npanel 2. A dog barks.",
        "Panel #1: A cat naps.\nPanel #2: A dog barks.",
        "Panel One: A cat naps.\nPanel Two: A dog barks.",
        "Panel I: A cat naps.\nPanel II: A dog barks.",
        "panel 1 A cat naps.\npanel 2 A dog barks.",
        "First panel: A cat naps.\nSecond panel: A dog barks.",
        "1st panel: A cat naps.\n2nd panel: A dog barks.",
        "[Panel 1] A cat naps. [Panel 2] A dog barks.",
        "(Panel 1) A cat naps.\n(Panel 2) A dog barks.",
        "Panel 1: A cat naps. Panel 2: A dog barks.",
        "In panel 1, A cat naps. In the second panel, A dog barks.",
        "Page 1, Panel 1: A cat naps.\nPage 1, Panel 2: A dog barks.",
        "Page 1\nPanel 1: A cat naps.\nPage 2\nPanel 1: A dog barks.",
        "## Panel 1\nA cat naps.\n## Panel 2\nA dog barks.",
        "**Panel 1:** A cat naps.\n**Panel 2:** A dog barks.",
        "**Panel 1**: A *cat* naps.\n---\n**Panel 2**: A `dog` barks.",
        "> __Panel 1__\n> A cat naps.\n> __Panel 2__\n> A dog barks.",
        "Frame 1: A cat naps.\nFrame 2: A dog barks.",
        "Scene 1: A cat naps.\nScene 2: A dog barks.",
        "1. A cat naps.\n2. A dog barks.",
        "1) A cat naps.\n2) A dog barks.",
        "(1) A cat naps.\n(2) A dog barks.",
        "1. A cat naps.\n1. A dog barks.",
        "1. A cat naps. 2. A dog barks.",
        "1\ufe0f\u20e3 A cat naps.\n2\ufe0f\u20e3 A dog barks.",
        "- A cat naps.\n- A dog barks.",
        "* A cat naps.\n* A dog barks.",
        "• A cat naps.\n• A dog barks.",
    ],
)
def test_a_script_is_one_block_per_panel_without_labels_and_markdown(prompt: str) -> None:
    assert read_panel_script(prompt) == CAT_AND_DOG
    assert panels_in(prompt) == 2


@pytest.mark.parametrize(
    ("prompt", "first", "second"),
    [
        ("Quadro 1: Um gato.\nQuadro 2: Um rato.", "Um gato.", "Um rato."),
        ("1º quadrinho: Um gato.\n2º quadrinho: Um rato.", "Um gato.", "Um rato."),
        ("Vinheta 1: Um gato.\nVinheta 2: Um rato.", "Um gato.", "Um rato."),
        ("Viñeta 1: Una rana.\nViñeta 2: Un pato.", "Una rana.", "Un pato."),
        ("Primera viñeta: Una rana.\nSegunda viñeta: Un pato.", "Una rana.", "Un pato."),
        ("En la viñeta 1, una rana. En la viñeta 2, un pato.", "una rana.", "un pato."),
        ("１コマ目：犬が走る。\n２コマ目：犬が寝る。", "犬が走る。", "犬が寝る。"),
        ("1コマ目 犬が走る。2コマ目 犬が寝る。", "犬が走る。", "犬が寝る。"),
        ("【一コマ目】犬が走る。\n【二コマ目】犬が寝る。", "犬が走る。", "犬が寝る。"),
        ("コマ1：犬が走る。\nコマ2：犬が寝る。", "犬が走る。", "犬が寝る。"),
        ("Bild 1: Ein Bär.\nBild 2: Eine Eule.", "Ein Bär.", "Eine Eule."),
        ("Szene 1: Ein Bär.\nSzene 2: Eine Eule.", "Ein Bär.", "Eine Eule."),
        ("Case 1 : Un ours.\nCase 2 : Une chouette.", "Un ours.", "Une chouette."),
        ("Vignetta 1: Un orso.\nVignetta 2: Un gufo.", "Un orso.", "Un gufo."),
        ("Кадр 1: Кошка спит.\nКадр 2: Кошка ест.", "Кошка спит.", "Кошка ест."),
        ("第1格：猫睡觉。\n第2格：猫吃鱼。", "猫睡觉。", "猫吃鱼。"),
        ("第一格：猫睡觉。第二格：猫吃鱼。", "猫睡觉。", "猫吃鱼。"),
        ("لوحة 1: قطة\nلوحة 2: كلب", "قطة", "كلب"),
        ("첫 장면이다.\n1컷: 개\n2컷: 고양이", "개", "고양이"),
    ],
)
def test_labels_are_known_in_many_languages(prompt: str, first: str, second: str) -> None:
    blocks = [block for block in read_panel_script(prompt) or () if block.number]

    assert [block.lines for block in blocks] == [(first,), (second,)]


def test_text_before_the_first_panel_has_no_number() -> None:
    blocks = read_panel_script("# The Lost Hat\nA story.\n## Panel 1\nRain.\n## Panel 2\nSun.")

    assert blocks == (
        ScriptBlock(None, ("The Lost Hat", "A story.")),
        ScriptBlock(1, ("Rain.",)),
        ScriptBlock(2, ("Sun.",)),
    )


def test_speech_and_captions_stay_lines_of_their_panel() -> None:
    script = "PANEL 1\nA robot mops.\nCAPTION: Midnight.\nPANEL 2\n**GHOST:** Boo!\nSFX: CLANG"

    assert texts(script) == [("A robot mops.", "CAPTION: Midnight."), ("GHOST: Boo!", "SFX: CLANG")]


def test_scene_headings_begin_blocks_and_are_no_text() -> None:
    blocks = read_panel_script(
        "INT. SUBMARINE - NIGHT\n\nVEGA looks.\n\nVEGA\nNo fish.\n\nEXT. SEA - DAY\n\nA duck."
    )

    assert blocks == (
        ScriptBlock(1, ("VEGA looks.", "VEGA", "No fish."), "INT. SUBMARINE - NIGHT"),
        ScriptBlock(2, ("A duck.",), "EXT. SEA - DAY"),
    )


def test_scenes_and_remarks_are_headings_of_the_panels_below() -> None:
    script = (
        "Scene 1: A roof\nPanel 1 (wide shot): A cat.\nPanel 2: A dog.\n"
        "Scene 2: A shop\nPanel 3: A cow."
    )

    assert [(block.lines, block.heading) for block in read_panel_script(script) or ()] == [
        (("A cat.",), "A roof wide shot"),
        (("A dog.",), ""),
        (("A cow.",), "A shop"),
    ]


@pytest.mark.parametrize(
    "prompt",
    [
        "A cat naps while a dog barks.",
        "— Hola.\n— ¿Qué tal?",
        "- Hola.\n- ¿Qué tal?",
        "- ¡Hola! -dijo Juan.\n- Buenas -dijo Ana.",
        "- Buenos días - dice el sol.\n- Cinco minutos más - responde la luna.",
        "– Привет, – сказала кошка.\n– Привет.",
        "Scene 3 was terrible. The cat cried.",
        "Page 2 is torn.\nPage 3 is missing.",
        "Frame 1 hangs in the hall, and a mouse lives behind it.",
        "Case 7: the missing cat. A detective walks.",
        "A pen costs 1.5 dollars and 2. is even.",
        "His list says: 1) tea 2) rain 3) cats",
        "The note says:\n- milk\n- eggs",
        "4コマ漫画で犬の話。",
        "Two panels of glass fall on page 2 of a book.",
        "Panel 1\nPanel 2",
        "- One entry only",
        "*A cat jumps.*",
        "",
    ],
)
def test_stories_and_dialogues_are_no_scripts(prompt: str) -> None:
    assert read_panel_script(prompt) is None
    assert panels_in(prompt) is None


def test_a_single_panel_counts_and_a_single_scene_may_have_several() -> None:
    assert panels_in("Panel 1: A cat naps.") == 1
    assert panels_in("INT. KITCHEN - NIGHT\nA cat naps. A dog barks.") is None


@given(st.text(alphabet='aA1.)-*_# \n:"PanelSceneコマ目第格(—•INT', max_size=300))
def test_any_text_is_read_and_no_line_is_empty(text: str) -> None:
    for block in read_panel_script(text) or ():
        assert all(line == line.strip() != "" for line in block.lines)


@pytest.mark.parametrize(
    "piece",
    [
        "panel ",
        "1. ",
        "- ",
        "*",
        "_a",
        "#",
        "\n",
        '"',
        "(INT. ",
        "in the ",
        "Panel 1 (",
        "第",
        "** ",
    ],
)
def test_hostile_texts_are_read_quickly(piece: str) -> None:
    text = (piece * 4000)[:4000]
    read_panel_script("Panel 1: a")

    before = time.process_time()
    read_panel_script(text)
    assert time.process_time() - before < 1  # seconds; a quadratic expression takes far longer
