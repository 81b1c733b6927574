"""Page assembly: fits the layout to the text, draws and letters the panels, composes the page."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw, ImageFilter

from pipeline.models import DrawingOrder, DrawnPage, DrawnPanel, ProgressReport, ScriptPanelText
from pipeline.sketch.balloons import draw_placed
from pipeline.sketch.descriptions import alt_text
from pipeline.sketch.layout import Grid, Rect, Sheet, grid_for, lay_out, row_of
from pipeline.sketch.lettering import Lettering, Placed, Room, arrange, texts_of
from pipeline.sketch.panel_picture import Picture, draw_picture, seats
from pipeline.sketch.planner import plan
from pipeline.sketch.seeded_random import chance
from pipeline.sketch.story import PanelPlan, Story
from pipeline.sketch.styles import Style, style_named

MODEL = "sketch-1"
_LETTER = 0.046  # letters, of the square root of a panel's area
_FLOOR = 0.56  # smallest scale of the letters before the panel grows instead
_SMALLEST = 15  # pixels
_COVER = 0.42  # of a panel's height that lettering may take before letters shrink
_COVER_MOST = 0.6  # before the panel grows
_GRAIN = 150  # pixels across a panel of the pixel style
_DRAWN_SCALE = 2  # larger scales are enlarged from this one
_TYPES = {"png": "image/png", "webp": "image/webp", "jpeg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Page:
    """A planned page: the positions of the panels and their lettering."""

    story: Story
    sheet: Sheet
    style: Style
    mode: str
    letterings: tuple[Lettering, ...]
    middles: tuple[tuple[float, ...], ...]  # positions of the figures of each panel, in pixels
    coarse: int  # side of a pixel of the pixel style; 1 otherwise
    drawn_scale: int = 1

    def enlarged(self, factor: int) -> Page:
        """Return the same page at a higher resolution."""
        return replace(
            self,
            sheet=self.sheet.enlarged(factor),
            letterings=tuple(lettering.enlarged(factor) for lettering in self.letterings),
            middles=tuple(tuple(x * factor for x in row) for row in self.middles),
            coarse=self.coarse * factor if self.coarse > 1 else 1,
            drawn_scale=factor,
        )


def draw(order: DrawingOrder, report: ProgressReport) -> DrawnPage:
    """Draw the comic of *order*: the same order gives the same bytes.

    Synchronous and busy for about a second; meant for a worker process.
    """
    report("planning", 0)
    page = prepare(order)
    pictures = []
    for i in range(len(page.story.panels)):
        report("rendering", i + 1)
        pictures.append(render(page, order, i))
    report("lettering", 0)
    image = assemble(page, pictures)
    report("composing", 0)
    factor = order.scale // page.drawn_scale
    if factor > 1:
        image = image.resize((image.width * factor, image.height * factor), _resampling(page))
    panels: tuple[DrawnPanel, ...] = ()
    if order.panels:
        panels = tuple(
            DrawnPanel(
                i + 1,
                panel_seed(order, i),
                encode(picture.image, order.format, style=page.style, mode=page.mode),
            )
            for i, picture in enumerate(pictures)
        )
    return DrawnPage(
        image=encode(image, order.format, style=page.style, mode=page.mode),
        content_type=_TYPES[order.format],
        width=image.width,
        height=image.height,
        seed=order.seed,
        model=MODEL,
        title=page.story.title,
        alt_text=alt_text(page.story, order),
        script=tuple(ScriptPanelText(p.scene, p.caption, p.dialogue) for p in page.story.panels),
        panels=panels,
    )


def panel_seed(order: DrawingOrder, index: int) -> int:
    return (order.seed + index) % 2**32


def prepare(order: DrawingOrder) -> Page:
    """Plan the story and lay out page and text, without drawing anything."""
    story = plan(order)
    style = style_named(order.style)
    grid = grid_for(order)
    sheet = lay_out(order, grid)
    letterings, sheet = _fit(story, style, order, grid, sheet)
    coarse = 1
    if style.treatment == "pixel":
        shortest = min(min(p.width, p.height) for p in sheet.panels)
        coarse = max(2, round(shortest / _GRAIN))
    middles = tuple(
        tuple(_seats(panel, rect, order, i))
        for i, (panel, rect) in enumerate(zip(story.panels, sheet.panels, strict=True))
    )
    mode = order.color_mode or style.mode
    page = Page(story, sheet, style, mode, letterings, middles, coarse)
    return page.enlarged(min(order.scale, _DRAWN_SCALE)) if order.scale > 1 else page


def _resampling(page: Page) -> Image.Resampling:
    return Image.Resampling.NEAREST if page.coarse > 1 else Image.Resampling.BICUBIC


def _seats(panel: PanelPlan, rect: Rect, order: DrawingOrder, i: int) -> list[float]:
    found = seats(
        panel, rect.width, rect.height, seed=order.seed, source=chance("seats", order.seed, i)
    )
    return found[::-1] if order.reading_direction == "rtl" else found


def _fit(
    story: Story, style: Style, order: DrawingOrder, grid: Grid, sheet: Sheet
) -> tuple[tuple[Lettering, ...], Sheet]:
    """Return lettering of one size for the whole page, as large as the panels allow; if even
    small letters do not fit a panel, its row grows.
    """
    texts = [texts_of(panel, style, order.language) for panel in story.panels]
    rtl = order.reading_direction == "rtl"
    areas = sorted(rect.width * rect.height for rect in sheet.panels)
    typical = math.sqrt(areas[0] * areas[len(areas) // 2])
    full = _LETTER * math.sqrt(typical)
    smallest = max(_SMALLEST, round(full * _FLOOR))

    def at(size: int, on: Sheet) -> list[Lettering]:
        return [
            arrange(
                text,
                Room(rect.width, rect.height, size, tuple(_seats(panel, rect, order, i)), rtl),
            )
            for i, (text, rect, panel) in enumerate(
                zip(texts, on.panels, story.panels, strict=True)
            )
        ]

    size = max(smallest, round(full))
    while True:
        letterings = at(size, sheet)
        covered = max(
            (done.top + done.bottom) / rect.height
            for done, rect in zip(letterings, sheet.panels, strict=True)
        )
        if covered <= _COVER or size <= smallest:
            break
        size = max(smallest, int(size * 0.93))
    if covered > _COVER_MOST:
        stretch = [1.0] * len(grid.rows)
        for i, (lettering, rect) in enumerate(zip(letterings, sheet.panels, strict=True)):
            row = row_of(grid, i)
            stretch[row] = max(
                stretch[row], (lettering.top + lettering.bottom) / _COVER_MOST / rect.height
            )
        sheet = lay_out(order, grid, stretch)
        letterings = at(size, sheet)
    return tuple(letterings), sheet


def render(page: Page, order: DrawingOrder, index: int) -> Picture:
    """Return the picture of a panel without lettering."""
    rect = page.sheet.panels[index]
    lettering = page.letterings[index]
    return draw_picture(
        page.story.panels[index],
        page.style,
        (rect.width, rect.height),
        seed=order.seed,
        mode=page.mode,
        middles=list(page.middles[index]),
        clear=(lettering.top, lettering.bottom),
        coarse=page.coarse,
        rtl=order.reading_direction == "rtl",
    )


def aimed(lettering: Lettering, picture: Picture, rect: Rect) -> list[Placed]:
    """Return the lettering of a panel, with every tail pointing at its speaker's head."""
    found = []
    nexts = [*lettering.placed[1:], None]
    for item, following in zip(lettering.placed, nexts, strict=False):
        if item.kind == "caption":
            found.append(item)
            continue
        if following and following.kind == item.kind and following.speaker == item.speaker:
            # the same speaker continues: the balloons are connected
            found.append(replace(item, tail=following.center))
            continue
        cx, cy = item.center
        if item.speaker is not None and item.speaker < len(picture.heads):
            (hx, hy), r = picture.heads[item.speaker]
            hx = min(max(hx, 0.0), float(rect.width))
            dx, dy = cx - hx, cy - hy
            length = math.hypot(dx, dy) or 1.0
            # up to the edge of the head, not into the face; even a short tail stays visible
            reach = min(
                r * 1.18, max(0.0, length - (item.box[3] - item.box[1]) / 2 - item.size * 0.5)
            )
            tail = (hx + dx / length * reach, hy + dy / length * reach)
        else:
            side = 0.0 if cx < rect.width / 2 else float(rect.width)
            tail = (side, min(rect.height - 2.0, item.box[3] + item.size * 1.6))
        found.append(replace(item, tail=tail))
    return found


def assemble(page: Page, pictures: list[Picture]) -> Image.Image:
    """Compose the panels with their borders on the paper, and the lettering above."""
    sheet, style = page.sheet, page.style
    paper = (255, 255, 255) if page.mode == "monochrome" and style.name != "noir" else style.paper
    image = Image.new("RGB", (sheet.width, sheet.height), paper)
    for i, (rect, picture) in enumerate(zip(sheet.panels, pictures, strict=True)):
        if style.treatment == "watercolor":
            image.paste(picture.image, (rect.x, rect.y), _ragged(rect, i))
        else:
            image.paste(picture.image, (rect.x, rect.y))
            _border(image, rect, style, i, page.coarse)
    for rect, lettering, picture in zip(sheet.panels, page.letterings, pictures, strict=True):
        corner = (rect.x, rect.y)
        for item in aimed(lettering, picture, rect):
            draw_placed(image, item, _balloon_style(style, page.mode), corner, _text_pixel(page))
    return image


def _text_pixel(page: Page) -> int:
    """The side of the pixels that letters are made of: finer than those of the picture."""
    return 2 * page.drawn_scale if page.coarse > 1 else 1


def _balloon_style(style: Style, mode: str) -> Style:
    if mode == "color" or style.mode != "color":
        return style
    return replace(
        style,
        balloon=(255, 255, 255),
        caption=(255, 255, 255),
        ink=(16, 16, 18),
        caption_ink=(16, 16, 18),
    )


def _ragged(rect: Rect, index: int) -> Image.Image:
    """The uneven edge of a wash."""
    source = chance("edge", index)
    step = 2
    w, h = rect.width // step + 1, rect.height // step + 1
    mask = Image.new("L", (w, h), 0)
    sway = max(2.0, min(w, h) * 0.014)
    count = 26
    top = [(w * k / count, sway * source.random() * 1.4) for k in range(count + 1)]
    right = [(w - 1 - sway * source.random() * 1.4, h * k / count) for k in range(count + 1)]
    bottom = [(w - w * k / count, h - 1 - sway * source.random() * 1.4) for k in range(count + 1)]
    left = [(sway * source.random() * 1.4, h - h * k / count) for k in range(count + 1)]
    ImageDraw.Draw(mask).polygon([*top, *right, *bottom, *left], fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(1.5))
    return soft.resize((rect.width, rect.height), Image.Resampling.BICUBIC)


def _border(image: Image.Image, rect: Rect, style: Style, index: int, coarse: int) -> None:
    if style.border <= 0:
        return
    width = max(2, round(style.border * min(rect.width, rect.height) / 100))
    ink = style.ink if style.name != "noir" else (236, 236, 232)
    if style.name == "pixel":
        width, ink = max(coarse, width // coarse * coarse), (250, 244, 214)
    pad = width * 2
    fine = 1
    sway = style.wobble * min(rect.width, rect.height) / 100 * 0.7
    source = chance("border", index, rect.width)
    corners = [
        (
            (pad + x * rect.width + source.uniform(-sway, sway)) * fine,
            (pad + y * rect.height + source.uniform(-sway, sway)) * fine,
        )
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    draw = ImageDraw.Draw(image)
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        half = width / 2
        a = (rect.x - pad + x0 / fine, rect.y - pad + y0 / fine)
        b = (rect.x - pad + x1 / fine, rect.y - pad + y1 / fine)
        if abs(b[0] - a[0]) > abs(b[1] - a[1]):
            draw.polygon(
                [
                    (a[0] - half, a[1] - half),
                    (b[0] + half, b[1] - half),
                    (b[0] + half, b[1] + half),
                    (a[0] - half, a[1] + half),
                ],
                fill=ink,
            )
        else:
            draw.polygon(
                [
                    (a[0] - half, a[1] - half),
                    (a[0] + half, a[1] - half),
                    (b[0] + half, b[1] + half),
                    (b[0] - half, b[1] + half),
                ],
                fill=ink,
            )


def encode(image: Image.Image, kind: str, *, style: Style, mode: str) -> bytes:
    """Return the encoded image; the server adds the metadata."""
    out = io.BytesIO()
    if mode != "color":
        image = image.convert("L")
    elif kind == "png" and style.few_colors:
        # a quarter of the size and time, without a visible difference
        image = image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    if kind == "jpeg":
        image.save(out, "JPEG", quality=90, subsampling=0)
    elif kind == "webp":
        image.save(out, "WEBP", quality=88, method=2)
    else:
        image.save(out, "PNG", compress_level=4)
    return out.getvalue()
