"""Follow-ups to an earlier comic: which options they keep, and which are new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.errors import (
    EmptyPromptError,
    InvalidOptionsError,
    NotFoundError,
    PrivateOnlyError,
    PromptRejectedError,
)
from core.models.comics import DrawnComic
from core.models.identity import JobId, Params, Platform
from core.models.jobs import Job, JobState, Progress
from core.models.requests import ComicRequest, Relation
from core.ports.jobs import GenerationRequest
from core.requests.follow_ups import continued, edited, regenerated
from tests.core.job_services import (
    Answer,
    JobServices,
    ScriptedGenerator,
    discord_destination,
    make_requester,
    unknown_job,
)

ME = make_requester()
OPTIONS: dict[str, Any] = {
    "style": "manga",
    "panelCount": 2,
    "seed": 42,
    "characters": [{"name": "Mia", "description": "a red cat"}],
    "script": [{"scene": "a moon"}, {"scene": "a bakery"}],
}


async def drawn(job_services: JobServices, *, private: bool = False) -> JobId:
    """Return a drawn comic of the requester, made with `OPTIONS`."""
    request = ComicRequest(text="a cat opens a bakery", options=OPTIONS, private=private)
    receipt = await job_services.comics.request(request, ME)
    await job_services.draw_all()
    return receipt.job_id


async def test_a_drawn_comic_is_drawn_again_with_another_seed(job_services: JobServices) -> None:
    first = await drawn(job_services)

    again = await job_services.job((await job_services.comics.try_again(first, ME)).job_id)

    assert (again.parent_id, again.relation) == (first, Relation.AGAIN)
    assert again.params["seed"] != 42
    assert without(again, "seed") == {**OPTIONS, **common("a cat opens a bakery")} | {"seed": None}


async def test_an_edited_comic_keeps_the_options_that_were_not_given(
    job_services: JobServices,
) -> None:
    first = await drawn(job_services)

    receipt = await job_services.comics.edit(
        first, ME, text="a dog opens a bakery", options={"style": "noir"}
    )

    edited = await job_services.job(receipt.job_id)
    assert (edited.parent_id, edited.relation) == (first, Relation.EDIT)
    assert edited.prompt == "a dog opens a bakery"
    assert (edited.params["style"], edited.panels, edited.params["seed"]) == ("noir", 2, 42)
    assert edited.params["characters"] == OPTIONS["characters"]
    assert "script" not in edited.params  # it belongs to the old text


async def test_options_alone_can_be_edited_and_the_script_stays(job_services: JobServices) -> None:
    first = await drawn(job_services)

    receipt = await job_services.comics.edit(
        first, ME, text="a cat opens a bakery", options={"style": "noir"}
    )

    edited = await job_services.job(receipt.job_id)
    assert (edited.params["style"], edited.params["seed"]) == ("noir", 42)
    assert edited.params["script"] == OPTIONS["script"]


async def test_an_edit_without_changes_draws_another_picture(job_services: JobServices) -> None:
    first = await drawn(job_services)

    receipt = await job_services.comics.edit(first, ME, text="a cat opens a bakery", options={})

    edited = await job_services.job(receipt.job_id)
    assert edited.params["seed"] != 42
    assert edited.relation is Relation.EDIT


async def test_a_chosen_seed_is_used(job_services: JobServices) -> None:
    first = await drawn(job_services)

    receipt = await job_services.comics.edit(
        first, ME, text="a cat opens a bakery", options={"seed": 7}
    )

    assert (await job_services.job(receipt.job_id)).params["seed"] == 7


async def test_a_continued_story_keeps_its_style_and_has_a_new_text(
    job_services: JobServices,
) -> None:
    first = await drawn(job_services)

    receipt = await job_services.comics.continue_story(first, ME, text="then it rains croissants")

    child = await job_services.job(receipt.job_id)
    assert (child.parent_id, child.relation) == (first, Relation.CONTINUE)
    assert child.prompt == "then it rains croissants"
    assert (child.params["style"], child.panels, child.params["seed"]) == ("manga", 2, 42)
    assert child.params["characters"] == OPTIONS["characters"]
    assert "script" not in child.params


async def test_each_continuation_is_sent_what_the_generator_said_about_the_page_before(
    job_services: JobServices,
) -> None:
    last = (await job_services.request("a cat")).job_id
    for page in range(3):
        job_services.generator.answers = [says(job_services.generator, {"page": page})]
        await job_services.draw_all()
        last = (await job_services.comics.continue_story(last, ME, text="then")).job_id
    await job_services.draw_all()

    sent = [request.params.get("continuation") for request in job_services.generator.requests]
    assert sent == [None, {"page": 0}, {"page": 1}, {"page": 2}]


async def test_a_page_drawn_again_or_edited_continues_the_same_page(
    job_services: JobServices,
) -> None:
    first = (await job_services.request("a cat")).job_id
    job_services.generator.answers = [
        says(job_services.generator, {"page": 1}),
        says(job_services.generator, {"page": 2}),
    ]
    await job_services.draw_all()
    second = (await job_services.comics.continue_story(first, ME, text="then")).job_id
    await job_services.draw_all()

    again = await job_services.comics.try_again(second, ME)
    edited = await job_services.comics.edit(second, ME, text="so", options={})

    for receipt in (again, edited):
        assert (await job_services.job(receipt.job_id)).params["continuation"] == {"page": 1}
    assert (await job_services.job(edited.job_id)).params["seed"] == (
        await job_services.job(second)
    ).params["seed"]


async def test_users_cannot_set_what_a_comic_continues(job_services: JobServices) -> None:
    request = ComicRequest(text="a cat", options={"continuation": {"page": 1}}, clamp=True)

    receipt = await job_services.comics.request(request, ME)

    assert "continuation" not in (await job_services.job(receipt.job_id)).params


async def test_words_of_the_page_before_are_checked_again(job_services: JobServices) -> None:
    first = (await job_services.request("a cat")).job_id
    job_services.generator.answers = [
        says(job_services.generator, {"cast": [{"name": "forbidden"}]})
    ]
    await job_services.draw_all()

    with pytest.raises(PromptRejectedError):
        await job_services.comics.continue_story(first, ME, text="then")


def says(generator: ScriptedGenerator, continuation: dict[str, Any]) -> Answer:
    """Return the generator's answer with *continuation*."""

    async def answer(request: GenerationRequest, report: Callable[[Progress], None]) -> DrawnComic:
        drawn = await generator.draw_at_once(request, report)
        return replace(drawn, continuation=continuation)

    return answer


async def test_follow_ups_of_a_private_comic_are_private(job_services: JobServices) -> None:
    first = await drawn(job_services, private=True)
    apart = replace(discord_destination(), ephemeral=True)

    edited = await job_services.comics.edit(first, ME, apart, text="a dog", options={})
    continued = await job_services.comics.continue_story(first, ME, apart, text="a dog")

    for receipt in (edited, continued):
        assert (await job_services.job(receipt.job_id)).private
    with pytest.raises(PrivateOnlyError):
        await job_services.comics.try_again(first, ME, discord_destination())


async def test_a_continuation_of_a_chats_comic_is_as_private_as_its_destination(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request(requester=ME, destination=discord_destination())
    profile_id = (await job_services.job(receipt.job_id)).profile_id
    at_home = replace(make_requester(platform=Platform.WEB), profile_id=profile_id, signed_in=True)

    continued = await job_services.comics.continue_story(receipt.job_id, at_home, text="then")

    assert not (await job_services.job(receipt.job_id)).private
    assert (await job_services.job(continued.job_id)).private


async def test_a_continuation_requested_twice_is_one_job(job_services: JobServices) -> None:
    first = await drawn(job_services)

    receipts = [
        await job_services.comics.continue_story(first, ME, text="then", request_key="discord:1")
        for _ in range(2)
    ]

    assert receipts[0].job_id == receipts[1].job_id
    assert receipts[1].repeated


async def test_a_failure_can_be_edited_too(job_services: JobServices) -> None:
    receipt = await job_services.request("a cat")
    await job_services.cancellation.cancel(receipt.job_id, ME)

    edited = await job_services.comics.edit(receipt.job_id, ME, text="a dog", options={})

    assert edited.state is JobState.QUEUED


async def test_invalid_options_are_refused_or_clamped_as_the_front_end_chooses(
    job_services: JobServices,
) -> None:
    first = await drawn(job_services)
    wrong = {"panelCount": 99}

    with pytest.raises(EmptyPromptError):
        await job_services.comics.continue_story(first, ME, text=" ")
    with pytest.raises(InvalidOptionsError):
        await job_services.comics.edit(first, ME, text="a dog", options=wrong, clamp=False)
    bent = await job_services.comics.edit(first, ME, text="a dog", options=wrong)

    assert (await job_services.job(bent.job_id)).panels == 12
    assert [notice.key for notice in bent.notices] == ["notice_clamped"]


async def test_a_follow_up_of_an_unknown_job_is_not_found(job_services: JobServices) -> None:
    with pytest.raises(NotFoundError):
        await job_services.comics.edit(unknown_job(), ME, text="a dog", options={})
    with pytest.raises(NotFoundError):
        await job_services.comics.continue_story(unknown_job(), ME, text="a dog")


def without(job: Job, name: str) -> dict[str, Any]:
    return {**job.params, name: None}


def common(prompt: str) -> dict[str, Any]:
    """Return the parameters that every comic has."""
    return {"prompt": prompt, "language": "en", "safety": "standard"}


async def test_a_continuation_keeps_the_look_and_the_characters_but_not_the_plot(
    job_services: JobServices,
) -> None:
    look = {
        "style": "manga",
        "colorMode": "mono",
        "panelCount": 2,
        "layout": "grid",
        "aspect": "16:9",
        "panelSize": [512, 512],
        "quality": "high",
        "seed": 42,
        "negativePrompt": "rain",
        "characters": [{"name": "Mia"}],
        "lettering": {"font": "hand"},
        "language": "ja",
        "readingDirection": "rtl",
        "output": {"format": "webp"},
    }
    plot = {"prompt": "a cat", "script": [{"job_services": "a moon"}], "safety": "standard"}
    job = replace(await job_services.job(await drawn(job_services)), params={**look, **plot})

    assert continued(job, text="then", request_key="").inherited == look


async def test_a_number_of_panels_that_nobody_chose_is_not_inherited(
    job_services: JobServices,
) -> None:
    job = await job_services.job(await drawn(job_services))
    free = replace(job, params={**job.params, "panelCount": 4, "maxPanels": 12})
    chosen = replace(job, params={**job.params, "panelCount": 4})

    def inherited(job: Job) -> list[Params]:
        return [
            regenerated(job, request_key="").inherited,
            continued(job, text="then", request_key="").inherited,
            edited(job, text="a dog", options={}, request_key="").inherited,
        ]

    assert not any({"panelCount", "maxPanels"} & set(options) for options in inherited(free))
    assert [options["panelCount"] for options in inherited(chosen)] == [4, 4, 4]


@pytest.mark.parametrize("state", [state for state in JobState if state.is_terminal])
async def test_only_what_was_drawn_gets_a_new_seed(
    job_services: JobServices, state: JobState
) -> None:
    job = replace(await job_services.job(await drawn(job_services)), state=state)

    again = regenerated(job, request_key="key")

    succeeded = state is JobState.DRAWN
    assert again.relation is (Relation.AGAIN if succeeded else Relation.RETRY)
    assert ("seed" in again.inherited) is not succeeded
    assert (again.text, again.parent_id, again.request_key) == (job.prompt, job.id, "key")
