"""Benchmark of the diffusers painter: `python -m pipeline.painters.bench --preset klein`.

It measures the seconds a panel and the peak of memory, panels one by one and as one batch.
With --random-weights nothing is downloaded: time and memory depend on the architecture only.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.painters.presets import DEFAULT_PRESET, Preset, preset_named
from pipeline.painters.random_weights import KLEIN_4B, KLEIN_TINY, KleinSize, klein_pipeline
from pipeline.settings import ArtistOptions, SettingsError

WORDS = "comic illustration, bold ink outlines. A cat opens a bakery on the moon. no text. " * 3
_SIZES = {"klein": KLEIN_4B}


@dataclass(frozen=True, slots=True)
class Measurement:
    """One way to paint the same panels."""

    way: str
    seconds: float  # a panel
    memory_gb: float  # peak


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        preset = preset_named(options.preset)
        pipeline, device = _pipeline(preset, options)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    found = measure(
        pipeline,
        preset,
        device=device,
        panels=options.panels,
        side=options.size,
        steps=options.steps or preset.steps,
    )
    weights = "random weights" if options.random_weights else "its weights"
    sys.stdout.write(
        f"{preset.title} with {weights} on {_device_name(device)}: {options.panels} panels of "
        f"{options.size} by {options.size} pixels, {options.steps or preset.steps} steps\n"
    )
    for row in found:
        sys.stdout.write(f"{row.way:11} {row.seconds:8.2f} s a panel {row.memory_gb:7.1f} GB\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipeline.painters.bench", description=__doc__)
    add = parser.add_argument
    add("--preset", default=DEFAULT_PRESET, metavar="NAME", help="default: %(default)s")
    add("--random-weights", action="store_true", help="only klein: measure without a download")
    add("--tiny", action="store_true", help="random weights of a toy size, to try the command")
    add("--panels", type=_positive, default=4, help="default: %(default)s")
    add("--size", type=_positive, default=1024, help="side in pixels (default: %(default)s)")
    add("--steps", type=_positive, help="default: those of the preset")
    add("--device", default="", help="cuda, mps or cpu (default: the best one at hand)")
    return parser


def _positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _pipeline(preset: Preset, options: argparse.Namespace) -> tuple[Any, str]:
    from pipeline.painters.diffusers import best_device, check_packages, choose, load, silence

    check_packages()
    device = options.device or best_device()
    if not options.random_weights:
        artist = ArtistOptions(
            preset=preset.name, options={"device": device, "i_have_a_licence": True}
        )
        return load(choose(artist)), device
    silence()
    size = KLEIN_TINY if options.tiny else _size_of(preset)
    dtype = "float32" if device == "cpu" else preset.dtype
    pipeline = klein_pipeline(size, device=device, dtype=dtype)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline, device


def _size_of(preset: Preset) -> KleinSize:
    try:
        return _SIZES[preset.name]
    except KeyError:
        known = ", ".join(_SIZES)
        message = f"--random-weights: there is no architecture of {preset.name}, only of {known}"
        raise SettingsError(message) from None


def measure(
    pipeline: Any, preset: Preset, *, device: str, panels: int, side: int, steps: int
) -> list[Measurement]:
    """Paint the same panels one by one and as a batch, after a panel that is not measured."""

    def paint(seeds: Sequence[int]) -> None:
        import torch

        pipeline(
            prompt=[WORDS] * len(seeds),
            width=side,
            height=side,
            num_inference_steps=steps,
            generator=[torch.Generator("cpu").manual_seed(seed) for seed in seeds],
            **{preset.guidance_name: preset.guidance},
        )

    def paint_each(seeds: Sequence[int]) -> None:
        for seed in seeds:
            paint([seed])

    paint([0])
    seeds = range(1, panels + 1)
    return [
        _measured("one by one", lambda: paint_each(seeds), device, panels),
        _measured("one batch", lambda: paint(seeds), device, panels),
    ]


def _measured(way: str, run: Callable[[], object], device: str, panels: int) -> Measurement:
    import torch

    on_gpu = device.startswith("cuda")
    if on_gpu:
        torch.cuda.synchronize()
        torch.cuda.reset_peak_memory_stats()
    began = time.perf_counter()
    run()
    if on_gpu:
        torch.cuda.synchronize()
    seconds = time.perf_counter() - began
    peak = torch.cuda.max_memory_allocated() if on_gpu else _main_memory()
    return Measurement(way, seconds / panels, peak / 1e9)


def _main_memory() -> int:
    """Return the peak of this process's memory in bytes; it includes what was before."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _device_name(device: str) -> str:
    import torch

    return torch.cuda.get_device_name(device) if device.startswith("cuda") else device


if __name__ == "__main__":
    sys.exit(main())
