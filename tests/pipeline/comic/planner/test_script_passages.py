"""Passages of an order's own script."""

from __future__ import annotations

from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.reading.passages import Kind
from pipeline.comic.planner.script_passages import passages_of_script
from pipeline.models import ScriptPanelText, SpeechLine
from tests.pipeline.comic.drawing_orders import order

SCRIPT = (
    ScriptPanelText(
        scene="Mia in the kitchen",
        caption="Noon.",
        dialogue=(SpeechLine("Soup!", " Mia ", "shout"), SpeechLine("Yes, soup.", "Ben")),
    ),
    ScriptPanelText(scene="Mia on the sea"),
)


def test_a_panel_has_its_scene_then_its_caption_then_its_lines() -> None:
    passages = passages_of_script(order("Mia cooks", panel_count=2, script=SCRIPT))

    assert [(p.panel, p.kind, p.cue, p.text) for p in passages] == [
        (-1, Kind.SCENE, "", "Mia cooks"),
        (0, Kind.SCENE, "", "Mia in the kitchen"),
        (0, Kind.CAPTION, "", "Noon."),
        (0, Kind.SHOUT, "Mia", "Soup!"),
        (0, Kind.SPEECH, "Ben", "Yes, soup."),
        (1, Kind.SCENE, "", "Mia on the sea"),
    ]


def test_what_is_said_does_not_change_what_is_lettered() -> None:
    story = plan(order("Mia cooks", panel_count=2, script=SCRIPT))

    assert [panel.caption for panel in story.panels] == ["Noon.", ""]
    assert [(line.name, line.kind, line.text) for line in story.panels[0].lines] == [
        ("Mia", "shout", "Soup!"),
        ("Ben", "speech", "Yes, soup."),
    ]


def test_control_characters_are_not_lettered() -> None:
    line = SpeechLine("So\x07up", "Mia")
    script = (ScriptPanelText(scene="Mia", caption="No\x00on", dialogue=(line,)),)

    texts = [p.text for p in passages_of_script(order("Mia", panel_count=1, script=script))]

    assert texts == ["Mia", "Mia", "Noon", "Soup"]


def test_the_script_keeps_an_order_that_the_words_of_a_line_could_be_read_as() -> None:
    line = SpeechLine('The cat says: "Panel 2: hello"', "Mia")
    script = (ScriptPanelText(scene="Mia", dialogue=(line,)), ScriptPanelText(scene="Mia"))

    story = plan(order("Mia", panel_count=2, script=script))

    assert [line.text for line in story.panels[0].lines] == [line.text]
