"""Screenshots of chat and gallery, narrow and wide, dark and light: `make screenshots`.

They show what a new user sees: a fresh `comicai run` with the built-in generator.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.bots.web.browsing import FLAGS, chromium_path, goto, make
from tests.processes import comicai

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
SCREENS = {360: 760, 1440: 1000}  # CSS pixels
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
QUALITY = 82
STORIES = (
    ("A knight and a dragon share an umbrella in the rain", "franco_belgian", 4),
    ("A samurai walks home at night and finds a kitten", "manga", 3),
    ("A robot learns to swim at the beach: “Am I waterproof?”", "pixel", 4),
    ("A detective looks for the last donut in the city", "noir", 4),
    ("Grandma wins the bicycle race through the village", "american_1950", 6),
    ("A penguin rides a train to the mountains", "watercolor", 2),
    ("Two foxes plant a tree in the garden", "webtoon", 3),
    ("A pirate reads a book under a palm tree", "newspaper_strip", 3),
    ("A cat opens a bakery on the moon and asks “Who wants a croissant?”", "american_modern", 4),
)
FAVOURITES = 3


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with comicai(Path(folder), "run") as server, async_playwright() as playwright:
            await server.ready()
            browser = await playwright.chromium.launch(
                executable_path=chromium_path(), args=list(FLAGS)
            )
            await _show(browser, server.url)
            await browser.close()


async def _show(browser: Browser, url: str) -> None:
    first = await browser.new_context(base_url=url, viewport={"width": 1440, "height": 900})
    await _make_comics(await first.new_page())
    state = await first.storage_state()
    for width, height in SCREENS.items():
        for scheme in SCHEMES:
            context = await browser.new_context(
                base_url=url,
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                storage_state=state,
            )
            await _take(context, f"{width}-{scheme}")
            await context.close()


async def _make_comics(page: Page) -> None:
    await goto(page, "/")
    for story, style, panels in STORIES:
        await make(page, story, style=style, panels=panels)
    await goto(page, "/gallery")
    for index in range(0, FAVOURITES * 2, 2):
        await page.locator(".tile [data-act=favorite]").nth(index).click()
        await page.locator(".tile").nth(index).locator("[aria-pressed=true]").wait_for()


async def _take(context: BrowserContext, name: str) -> None:
    page = await context.new_page()
    for place, path in (("chat", "/"), ("gallery", "/gallery")):
        await goto(page, path)
        await page.wait_for_load_state("networkidle")
        picture = Image.open(io.BytesIO(await page.screenshot()))
        target = FOLDER / f"web-{place}-{name}.webp"
        picture.convert("RGB").save(target, "WEBP", quality=QUALITY, method=6)
        print(f"{target.name}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    asyncio.run(main())
