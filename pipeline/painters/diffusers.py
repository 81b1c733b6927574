"""Diffusers painter: paints panels with a diffusion model on this machine's GPU.

torch and diffusers are imported when the painter is made, in the artist process.
"""

from __future__ import annotations

import gc
import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import structlog
from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.comic.painter import Picture, Reference, Shot, StepReport
from pipeline.comic.shot_words import shot_words
from pipeline.errors import DeviceLostError, DrawingError, ErrorCode, api_fault
from pipeline.painters.canvas import canvas_size, fitted
from pipeline.painters.presets import Preset, check_licence, preset_for_pipeline, preset_named
from pipeline.painters.weights import check_weights, find_unet, find_weights, pipeline_class
from pipeline.settings import ArtistOptions, PipelineOptions, SettingsError, options_from

log = structlog.get_logger(__name__)

PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "safetensors")

_GIGABYTE = 1e9
_OUT_OF_MEMORY = ("out of memory", "can't allocate memory", "alloc_failed")
_DEVICE_ERRORS = ("cuda error", "cublas", "cudnn", "cusolver", "hip error", "device-side assert")
_QUALITY = {"draft": 0.6, "high": 1.4}  # of the steps; distilled models take their own number


class DiffusersOptions(BaseModel):
    """The table `artist.options` of this painter."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    device: str = ""  # cuda, cuda:1, mps, cpu; empty: the best one at hand
    dtype: Literal["", "bfloat16", "float16", "float32"] = ""
    offload: Literal["auto", "none", "model", "sequential"] = "auto"
    steps: int | None = Field(default=None, ge=1, le=100)
    guidance: float | None = Field(default=None, ge=0, le=20)
    i_have_a_licence: bool = False


class Choice(BaseModel):
    """What the settings ask for: checked, and nothing of it loaded yet."""

    model_config = ConfigDict(frozen=True)

    preset: Preset
    options: DiffusersOptions
    folder: Path
    unet: Path | None


def choose(artist: ArtistOptions) -> Choice:
    """Return what to load, without importing torch. Raises SettingsError."""
    options = _options(artist)
    if artist.preset or not artist.model:
        preset = preset_named(artist.preset)
        check_licence(preset, accepted=options.i_have_a_licence)
        folder = find_weights(artist.model or preset.model, preset.name)
        if (found := pipeline_class(folder)) != preset.pipeline:
            raise SettingsError(
                f"artist.preset: {preset.name} needs a {preset.pipeline}; {folder} is a {found}"
            )
    else:
        folder = find_weights(artist.model, "NAME")
        preset = preset_for_pipeline(pipeline_class(folder), artist.model)
    check_weights(folder, preset.variant)
    return Choice(preset=preset, options=options, folder=folder, unet=find_unet(preset))


def _options(artist: ArtistOptions) -> DiffusersOptions:
    try:
        return DiffusersOptions.model_validate(artist.options)
    except ValidationError as error:
        mistake = error.errors(include_url=False, include_context=False, include_input=False)[0]
        key = ".".join(map(str, mistake["loc"]))
        raise SettingsError(f"artist.options.{key}: {mistake['msg']}") from None


def check_settings(options: PipelineOptions) -> None:
    """Raise SettingsError for a preset or weights that cannot be loaded; nothing is loaded."""
    check_packages()
    choose(options.artist)


def check_packages() -> None:
    """Raise SettingsError if a package of the extra is missing; none is imported."""
    if missing := [name for name in PACKAGES if find_spec(name) is None]:
        raise SettingsError(
            f"artist.kind: diffusers needs {' and '.join(missing)}: pip install 'comicai[gpu]'"
        )


def painter() -> DiffusersPainter:
    """Load the model of the settings. Raises SettingsError."""
    check_packages()
    artist = options_from().artist
    choice = choose(artist)
    preset = choice.preset
    log.info(
        "artist_model_selected",
        preset=preset.name,
        model=artist.model or preset.model,
        licence=preset.licence if not artist.model else "of the chosen model",
        licence_notice=preset.notice,
    )
    return DiffusersPainter(load(choice), choice, name=artist.model or preset.model)


def load(choice: Choice) -> Any:
    """Load the pipeline onto the device."""
    import diffusers
    import torch

    silence()
    preset, options = choice.preset, choice.options
    device = options.device or best_device()
    dtype = options.dtype or (preset.dtype if device != "cpu" else "float32")
    more: dict[str, Any] = {}
    if choice.unet is not None:
        more["unet"] = _unet(choice.folder, choice.unet, getattr(torch, dtype))
    loader = getattr(diffusers, preset.pipeline)
    pipeline = loader.from_pretrained(
        choice.folder,
        dtype=getattr(torch, dtype),
        variant=preset.variant if _has_variant(choice) else None,
        use_safetensors=True,
        local_files_only=True,
        **more,
    )
    if choice.unet is not None:
        pipeline.scheduler = diffusers.EulerDiscreteScheduler.from_config(
            pipeline.scheduler.config, timestep_spacing="trailing"
        )
    pipeline.set_progress_bar_config(disable=True)
    _place(pipeline, device, _offload(choice, device))
    return pipeline


def silence() -> None:
    """Keep words of prompts out of the log: the libraries warn with the words that they cut."""
    import diffusers
    import transformers

    for library in (diffusers.utils.logging, transformers.utils.logging):
        library.set_verbosity_error()
        library.disable_progress_bar()


def _has_variant(choice: Choice) -> bool:
    variant = choice.preset.variant
    return variant is not None and any(choice.folder.glob(f"*/*.{variant}*.safetensors"))


def _unet(folder: Path, file: Path, dtype: Any) -> Any:
    """Return the UNet of the pipeline's architecture with the weights of *file*."""
    from diffusers import UNet2DConditionModel
    from safetensors.torch import load_file

    unet = UNet2DConditionModel.from_config(UNet2DConditionModel.load_config(folder / "unet"))
    unet.load_state_dict(load_file(file))
    return unet.to(dtype)


def best_device() -> str:
    """Return the name of the fastest device that torch finds."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _offload(choice: Choice, device: str) -> str:
    """Return how parts of the pipeline wait in main memory: none, model or sequential."""
    import torch

    if choice.options.offload != "auto" or not device.startswith("cuda"):
        return choice.options.offload if choice.options.offload != "auto" else "none"
    memory = torch.cuda.get_device_properties(torch.device(device)).total_memory / _GIGABYTE
    return "none" if memory >= choice.preset.resident_gb else "model"


def _place(pipeline: Any, device: str, offload: str) -> None:
    match offload:
        case "model":
            pipeline.enable_model_cpu_offload(device=device)
        case "sequential":
            pipeline.enable_sequential_cpu_offload(device=device)
        case _:
            pipeline.to(device)


class DiffusersPainter:
    """A painter with one loaded pipeline, which paints one panel at a time."""

    parallel = 1
    knows_heads = False

    def __init__(self, pipeline: Any, choice: Choice, *, name: str) -> None:
        self.model = name.rstrip("/").rsplit("/", 1)[-1]
        self.preset = choice.preset
        self.input_keys = _input_keys(choice.preset)
        self.max_references = choice.preset.references
        self._pipeline = pipeline
        self._options = choice.options

    def paint(self, shot: Shot, report: StepReport) -> Picture:
        """Paint a panel; a cancel takes effect after the current step."""
        report(0.0)
        return Picture(fitted(self._image(shot, report), shot))

    def _image(self, shot: Shot, report: StepReport) -> Image.Image:
        """Return the model's picture for *shot*, in the size of its canvas."""
        import torch

        fault = None
        try:
            return self._run(shot, report)
        except torch.OutOfMemoryError:
            fault = "out of GPU memory"
        except (RuntimeError, MemoryError) as error:
            fault = _memory_fault(error)
            if fault is None and _is_device_error(error):
                raise DeviceLostError(type(error).__name__) from error
            if fault is None:
                raise
        except BaseException:
            self._pipeline.maybe_free_model_hooks()  # parts that stay on the GPU after a cancel
            raise
        # Here the traceback is gone, and with it the tensors that it kept.
        self._free_memory()
        raise DrawingError(api_fault(ErrorCode.GPU_OOM, f"{fault} in panel {shot.index + 1}"))

    def _run(self, shot: Shot, report: StepReport) -> Image.Image:
        import torch

        preset = self.preset
        steps = self._steps(shot)
        width, height = canvas_size(
            shot.width,
            shot.height,
            native=preset.native,
            smallest=preset.smallest,
            multiple=preset.multiple,
        )
        words = shot_words(shot, preset.max_tokens)

        def after_step(_pipeline: Any, step: int, _time: Any, kept: dict[str, Any]) -> Any:
            report((step + 1) / steps)
            return kept

        call: dict[str, Any] = {
            "prompt": words.words,
            "width": width,
            "height": height,
            "num_inference_steps": steps,
            preset.guidance_name: self._guidance(shot),
            # from the CPU, so that the same seed begins with the same noise on every device
            "generator": torch.Generator("cpu").manual_seed(shot.panel_seed),
            "callback_on_step_end": after_step,
        }
        if preset.negative:
            call["negative_prompt"] = words.negative_words
        if preset.max_sequence_length is not None:
            call["max_sequence_length"] = preset.max_sequence_length
        if references := shot.references[: preset.references]:
            call["image"] = [_opened(reference, preset.smallest) for reference in references]
        image: Image.Image = self._pipeline(**call).images[0]
        return image

    def _steps(self, shot: Shot) -> int:
        preset = self.preset
        steps = shot.order.steps or self._options.steps
        if steps is None:
            factor = 1.0 if preset.distilled else _QUALITY.get(shot.order.quality, 1.0)
            steps = round(preset.steps * factor)
        return max(1, min(steps, preset.most_steps))

    def _guidance(self, shot: Shot) -> float:
        if self.preset.distilled:
            return self.preset.guidance
        asked = shot.order.guidance if shot.order.guidance is not None else self._options.guidance
        return self.preset.guidance if asked is None else asked

    def _free_memory(self) -> None:
        import torch

        self._pipeline.maybe_free_model_hooks()
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def _opened(reference: Reference, side: int) -> Image.Image:
    """Return the picture, reduced: the model attends to each reference as to a picture."""
    image = Image.open(io.BytesIO(reference.image)).convert("RGB")
    image.thumbnail((side, side))
    return image


def _input_keys(preset: Preset) -> tuple[str, ...]:
    keys = ["steps"]
    if not preset.distilled:
        keys += ["guidance", "quality"]
    if preset.negative:
        keys += ["negativePrompt", "safety"]
    return tuple(keys)


def _memory_fault(error: Exception) -> str | None:
    text = str(error).lower()
    if isinstance(error, MemoryError) or any(words in text for words in _OUT_OF_MEMORY):
        return "out of memory"
    return None


def _is_device_error(error: Exception) -> bool:
    import torch

    accelerator = getattr(torch, "AcceleratorError", ())
    text = str(error).lower()
    return isinstance(error, accelerator) or any(words in text for words in _DEVICE_ERRORS)
