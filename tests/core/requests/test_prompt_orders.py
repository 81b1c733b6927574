"""Orders in prompts: their place among options, defaults and chat settings, and in follow-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from core.errors import PromptRejectedError, StyleNotAllowedError
from core.models.jobs import Job, Receipt
from core.models.requests import ComicRequest, Notice
from core.requests.follow_ups import regenerated
from tests.core.job_services import JobServices, discord_destination, make_requester

ME = make_requester()
NOIR = "A noir comic about a lost umbrella, 3 panels, no text."


async def requested(
    job_services: JobServices, text: str, *, drawn: bool = False, **options: Any
) -> Job:
    receipt = await job_services.comics.request(
        ComicRequest(text=text, options=options, private=False), ME
    )
    if drawn:
        await job_services.draw_all()
    return await job_services.job(receipt.job_id)


async def job_of(job_services: JobServices, receipt: Receipt) -> Job:
    return await job_services.job(receipt.job_id)


def chosen(job: Job, *names: str) -> Mapping[str, Any]:
    return {name: job.params.get(name) for name in names}


def understood(job: Job) -> tuple[str, ...]:
    what = [notice.facts["what"] for notice in job.notices if notice.key == "understood"]
    assert len(what) <= 1
    return tuple(what[0]) if what and isinstance(what[0], tuple) else ()


async def test_orders_become_options_and_the_prompt_stays_as_written(
    job_services: JobServices,
) -> None:
    job = await requested(job_services, NOIR)

    assert (job.prompt, job.params["prompt"], job.panels) == (NOIR, "A lost umbrella.", 3)
    assert chosen(job, "style", "lettering") == {"style": "noir", "lettering": "none"}
    assert understood(job) == ("style=noir", "panelCount=3", "lettering=none")


async def test_an_option_counts_more_than_an_order_and_an_order_more_than_a_default(
    job_services: JobServices,
) -> None:
    request = ComicRequest(
        text=NOIR, options={"style": "manga"}, inherited={"panelCount": 6, "layout": "grid"}
    )
    job = await job_of(job_services, await job_services.comics.request(request, ME))

    assert (job.params["style"], job.panels, job.params["layout"]) == ("manga", 3, "grid")
    assert understood(job) == ("panelCount=3", "lettering=none")


async def test_an_order_out_of_range_is_adjusted_and_never_a_mistake(
    job_services: JobServices,
) -> None:
    job = await requested(job_services, "A 20-panel comic about ants", layout="strip")

    assert (job.panels, understood(job), job.params["layout"]) == (12, ("panelCount=12",), "auto")
    keys = [notice.key for notice in job.notices]
    assert keys == ["understood", "notice_clamped", "notice_layout"]


async def test_a_script_gives_the_number_of_panels(job_services: JobServices) -> None:
    script = "Panel 1: A cat naps.\nPanel 2: A dog barks."

    assert (await requested(job_services, script)).panels == 2
    assert (await requested(job_services, script, panelCount=5)).panels == 5
    scenes = [{"scene": "a cat"}, {"scene": "a dog"}, {"scene": "a fox"}]
    assert (await requested(job_services, "2 panels. A cat.", script=scenes)).panels == 3


async def test_what_no_option_means_is_left_out_and_said(job_services: JobServices) -> None:
    job = await requested(
        job_services, "a cat naps, masterpiece, best quality --v 6 --ar 16:9", drawn=True
    )

    assert job.params["prompt"] == "a cat naps"
    assert (
        Notice(key="left_out", facts={"what": ("--v 6", "masterpiece", "best quality")})
        in job.notices
    )


async def test_a_comic_is_drawn_again_as_it_was_read(job_services: JobServices) -> None:
    first = await requested(job_services, NOIR, drawn=True)

    again = await job_of(job_services, await job_services.comics.try_again(first.id, ME))

    assert {**again.params, "seed": 0} == {**first.params, "seed": 0}
    assert (again.prompt, understood(again)) == (NOIR, understood(first))


async def test_an_edited_text_takes_its_old_orders_with_it(job_services: JobServices) -> None:
    first = await requested(job_services, NOIR, layout="grid", drawn=True)
    again = await job_of(job_services, await job_services.comics.try_again(first.id, ME))

    for job in (first, again):
        receipt = await job_services.comics.edit(
            job.id, ME, text="A lost umbrella in watercolor style", options={}
        )
        edited = await job_of(job_services, receipt)
        assert (edited.params["style"], edited.panels) == ("watercolor", 4)
        assert "lettering" not in edited.params
        assert edited.params["layout"] == "grid"  # an option


async def test_a_new_order_in_an_edited_text_wins_over_a_kept_option(
    job_services: JobServices,
) -> None:
    first = await requested(job_services, "A lost umbrella", style="manga", panelCount=2)

    receipt = await job_services.comics.edit(
        first.id, ME, text="A lost umbrella, 5 panels", options={}
    )

    edited = await job_of(job_services, receipt)
    assert (edited.params["style"], edited.panels) == ("manga", 5)


async def test_an_order_that_an_option_won_against_stays_so_in_an_edit(
    job_services: JobServices,
) -> None:
    first = await requested(job_services, "A noir comic about a hat", style="manga")

    receipt = await job_services.comics.edit(
        first.id, ME, text="A noir comic about a lost hat", options={}
    )

    edited = await job_of(job_services, receipt)
    assert (edited.params["style"], edited.params["prompt"]) == ("manga", "A lost hat")


async def test_an_edit_of_options_keeps_what_the_prompt_ordered(
    job_services: JobServices,
) -> None:
    first = await requested(job_services, NOIR)

    receipt = await job_services.comics.edit(first.id, ME, text=NOIR, options={"panelCount": 6})

    edited = await job_of(job_services, receipt)
    assert (edited.params["style"], edited.panels) == ("noir", 6)
    assert edited.params["seed"] == first.params["seed"]


async def test_a_continuation_inherits_and_takes_orders(job_services: JobServices) -> None:
    first = await requested(job_services, NOIR, drawn=True)

    kept = await job_services.comics.continue_story(first.id, ME, text="Then it rains.")
    told = await job_services.comics.continue_story(first.id, ME, text="Then it rains, 5 panels")

    same, more = await job_of(job_services, kept), await job_of(job_services, told)
    assert (same.params["style"], same.panels, same.params["lettering"]) == ("noir", 3, "none")
    assert (more.params["style"], more.panels, understood(more)) == ("noir", 5, ("panelCount=5",))


async def test_jobs_of_an_older_release_are_repeated_as_they_were(
    job_services: JobServices,
) -> None:
    first = await requested(job_services, "A cat naps", drawn=True)
    old = replace(
        first,
        prompt=NOIR,
        params={**first.params, "prompt": NOIR},
        notices=(),
    )

    receipt = await job_services.comics.request(regenerated(old, request_key=""), ME)

    again = await job_of(job_services, receipt)
    assert {**again.params, "seed": 0} == {**old.params, "seed": 0}


async def test_a_style_that_the_chat_does_not_offer_is_refused_only_as_an_option(
    job_services: JobServices,
) -> None:
    await allow_styles(job_services, "manga", "watercolor")
    requester = replace(ME, community="guild")
    here = discord_destination()

    receipt = await job_services.comics.request(ComicRequest(text=NOIR), requester, here)
    job = await job_of(job_services, receipt)
    with pytest.raises(StyleNotAllowedError):
        await job_services.comics.request(
            ComicRequest(text="a hat", options={"style": "noir"}), requester, here
        )

    assert (job.params["style"], job.panels) == ("manga", 3)
    assert understood(job) == ("panelCount=3", "lettering=none")
    assert job.notices[-1] == Notice(key="notice_style_not_offered", facts={"style": "noir"})


async def allow_styles(job_services: JobServices, *styles: str) -> None:
    async def work(unit: Any) -> None:
        await unit.moderation.set_chat_settings(
            discord_destination().platform, "guild", {"styles": list(styles)}
        )

    await job_services.database.write(work)


async def test_words_are_checked_as_written_but_for_the_unwanted_ones(
    job_services: JobServices,
) -> None:
    unwanted = "1girl, park\nNegative prompt: nude, nsfw\nSteps: 20, CFG: 7"

    assert (await requested(job_services, unwanted)).params["negativePrompt"] == "nude, nsfw"
    with pytest.raises(PromptRejectedError):
        await requested(job_services, "1girl, nude, park\nSteps: 20, CFG: 7")
