from __future__ import annotations

import re

import pytest

from pipeline.painters.bench import main

pytestmark = pytest.mark.gpu_painter


def test_panels_are_measured_one_by_one_and_as_a_batch(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["--random-weights", "--tiny", "--size", "64", "--panels", "2", "--steps", "1"]

    assert main([*asked, "--device", "cpu"]) == 0

    title, *rows = capsys.readouterr().out.splitlines()
    assert title.startswith("FLUX.2 [klein] 4B with random weights on cpu: 2 panels of 64 by 64")
    assert [row[:11].strip() for row in rows] == ["one by one", "one batch"]
    assert all(re.search(r"[\d.]+ s a panel +[\d.]+ GB$", row) for row in rows)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--preset", "oil"], "artist.preset: oil is unknown"),
        (["--preset", "sdxl", "--random-weights"], "there is no architecture of sdxl, only of kl"),
        (["--preset", "klein"], "python -m pipeline fetch --preset klein"),
    ],
)
def test_what_cannot_be_measured_is_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2

    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--panels", "0"], ["--size", "wide"], ["--speed"]])
def test_bad_arguments_end_with_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
