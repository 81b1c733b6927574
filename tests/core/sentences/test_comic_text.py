"""Comics as text: the script panel by panel, and the details."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from core.content.input_params_schema import InputParams
from core.models.comics import Comic
from core.models.jobs import Job
from core.sentences import CATALOGUE, details, read_as_text, style_name
from core.sentences.comic_text import STYLES
from tests.core.job_services import JobServices

SCRIPT = (
    {
        "scene": "A bakery on the moon",
        "caption": "One night",
        "dialogue": [
            {"speaker": "Mia", "text": "Hello!", "kind": "speech"},
            {"speaker": "", "text": "Who is it?", "kind": "thought"},
            {"speaker": "Mia", "text": "ME", "kind": "shout"},
        ],
    },
    {"scene": "", "caption": "", "dialogue": []},
    {"scene": "The end", "caption": "", "dialogue": [{"speaker": "Mia", "text": ""}]},
)


@pytest.fixture
async def drawn(tmp_path: Path) -> tuple[Comic, Job]:
    job_services = JobServices(tmp_path)
    receipt = await job_services.request()
    await job_services.draw_all()
    job, comic = await job_services.job(receipt.job_id), await job_services.comic(receipt.job_id)
    await job_services.close()
    assert comic is not None
    return comic, job


def test_a_comic_is_described_panel_by_panel(drawn: tuple[Comic, Job]) -> None:
    comic = replace(drawn[0], script=SCRIPT)

    assert read_as_text(comic, "en") == (
        "Panel 1\nOne night\nA bakery on the moon\n"
        "Mia: “Hello!”\nSomebody thinks: “Who is it?”\nMia shouts: “ME”\n\n"
        "Panel 3\nThe end"
    )


def test_a_comic_without_a_script_has_one_description(drawn: tuple[Comic, Job]) -> None:
    comic = replace(drawn[0], alt_text="A cat in a shop")

    assert read_as_text(comic, "en") == "A cat in a shop"
    assert read_as_text(replace(comic, alt_text=""), "en") == comic.prompt


def test_malformed_scripts_are_tolerated(drawn: tuple[Comic, Job]) -> None:
    script = ({"dialogue": None}, {"scene": None, "dialogue": [{"text": "Hi", "kind": 7}]})
    comic = replace(drawn[0], script=script)

    assert read_as_text(comic, "en") == "Panel 2\nSomebody: “Hi”"


def test_details_list_all_known_facts(drawn: tuple[Comic, Job]) -> None:
    comic, job = drawn
    assert job.started_at is not None
    job = replace(job, finished_at=job.started_at + timedelta(seconds=12.4))
    comic = replace(comic, model="sketch-1")

    told = {detail.label: detail.value for detail in details(comic, job, "en")}

    assert told["Story"] == "a cat opens a bakery on the moon"
    assert (told["Style"], told["Panels"], told["Seed"]) == ("Modern American", "4", "7")
    assert told["Drawing time"] == "12 s"
    assert "sketch artist" in told["Artist"]


def test_details_omit_unknown_facts(drawn: tuple[Comic, Job]) -> None:
    comic, job = drawn
    comic = replace(comic, seed=None, model="", style="of tomorrow")

    told = {detail.label: detail.value for detail in details(comic, job, "en")}

    assert not {"Seed", "Artist"} & set(told)
    assert told["Style"] == "of tomorrow"


@pytest.mark.parametrize("locale", CATALOGUE.languages)
def test_every_style_has_a_name_in_every_language(locale: str) -> None:
    styles = get_args(InputParams.model_fields["style"].annotation)

    assert set(STYLES) == set(styles)
    assert len({style_name(style, locale) for style in styles}) == len(styles)
