"""Plot of what a rented GPU costs under each policy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from bench.gpu_cost import PolicyResult

MONEY, WAITS = "#3b6ea5", "#e8a33d"
_BAR = 0.8
_CAP = 4.0  # times the bound; longer bars are cut, and their figure is written on them


def draw(lines: Sequence[PolicyResult], file: Path) -> None:
    """Draw money and waits of each week and policy, as multiples of perfect foresight."""
    weeks = list(dict.fromkeys(line.week for line in lines))
    # The same file for the same figures: no date, and ids that are not random.
    mpl.rcParams.update({"svg.hashsalt": "comicai", "svg.fonttype": "none"})
    figure = Figure(figsize=(11, 2.2 * len(weeks) + 0.8), layout="constrained")
    axes = figure.subplots(len(weeks), 1, squeeze=False)[:, 0]
    for axis, week in zip(axes, weeks, strict=True):
        mine = [line for line in lines if line.week == week]
        best = min(line.sum / line.ratio for line in mine)
        for place, line in enumerate(mine):
            money, waits = line.usd / best, (line.sum - line.usd) / best
            axis.barh(place, min(money, _CAP), _BAR, color=MONEY)
            axis.barh(place, max(min(waits, _CAP - money), 0), _BAR, left=money, color=WAITS)
            label = f"{line.ratio:.2f} ×   {line.usd:.2f} $ a week, {line.waited:.0f} s a comic"
            inside = line.ratio > _CAP
            axis.text(
                _CAP / 2 if inside else line.ratio + 0.05,
                place,
                label,
                va="center",
                color="white" if inside else "black",
                bbox=None if inside else {"facecolor": "white", "edgecolor": "none", "pad": 1},
            )
        axis.set_yticks(range(len(mine)), [line.policy for line in mine])
        axis.invert_yaxis()
        axis.set_xlim(0, _CAP + 1.6)
        axis.set_title(week, loc="left", fontweight="bold")
        axis.axvline(1, color="gray", linewidth=0.8)
        axis.axvline(2, color="gray", linewidth=0.8, linestyle="dashed")
        axis.spines[["top", "right"]].set_visible(False)
    axes[-1].set_xlabel("money (blue) and waits (orange), as multiples of perfect foresight")
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
