"""Small pipelines with random weights (0.14 M parameters), saved to folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.painters.presets import preset_named
from pipeline.painters.random_weights import KLEIN_TINY, klein_pipeline

_TOKENS = 240  # instead of 77: one token is one byte here


@dataclass(frozen=True, slots=True)
class TinyPipelines:
    klein: Path
    sdxl: Path
    hub: Path  # cache with the file that replaces the UNet of *sdxl* for sdxl-lightning


def save_tiny_pipelines(folder: Path) -> TinyPipelines:
    from safetensors.torch import save_file

    saved = TinyPipelines(folder / "klein", folder / "sdxl", folder / "hub")
    klein_pipeline(KLEIN_TINY, dtype="float32").save_pretrained(saved.klein)
    sdxl_pipeline().save_pretrained(saved.sdxl)
    preset = preset_named("sdxl-lightning")
    snapshot = cached(saved.hub, preset.unet_model)
    save_file(sdxl_unet(seed=1).state_dict(), snapshot / preset.unet_file)
    return saved


def cached(hub: Path, hub_id: str) -> Path:
    """Return the folder of a new snapshot in a cache like that of huggingface_hub."""
    repository = hub / f"models--{hub_id.replace('/', '--')}"
    snapshot = repository / "snapshots" / "0123abcd"
    snapshot.mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("0123abcd", encoding="ascii")
    return snapshot


def sdxl_unet(seed: int) -> Any:
    import torch
    from diffusers import UNet2DConditionModel

    torch.manual_seed(seed)
    return UNet2DConditionModel(
        block_out_channels=(8, 16),
        layers_per_block=1,
        sample_size=32,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        transformer_layers_per_block=(1, 1),
        projection_class_embeddings_input_dim=6 * 8 + 16,
        cross_attention_dim=32,
        norm_num_groups=4,
    ).eval()


def sdxl_pipeline() -> Any:
    import torch
    from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLPipeline
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    unet = sdxl_unet(seed=0)
    torch.manual_seed(0)
    vae = AutoencoderKL(
        block_out_channels=(8, 8, 8, 8),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        norm_num_groups=4,
        latent_channels=4,
        sample_size=128,
    ).eval()
    text = CLIPTextConfig(
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
        hidden_size=16,
        intermediate_size=16,
        num_attention_heads=2,
        num_hidden_layers=2,
        projection_dim=16,
        vocab_size=600,
        max_position_embeddings=_TOKENS,
    )
    return StableDiffusionXLPipeline(
        vae=vae,
        unet=unet,
        text_encoder=CLIPTextModel(text).eval(),
        text_encoder_2=CLIPTextModelWithProjection(text).eval(),
        tokenizer=clip_tokenizer(),
        tokenizer_2=clip_tokenizer(),
        scheduler=EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1
        ),
        add_watermarker=False,
    )


def clip_tokenizer() -> Any:
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import CLIPTokenizer

    letters = sorted(ByteLevel.alphabet())
    words = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{each}</w>" for each in letters)]
    vocabulary = {word: number for number, word in enumerate(words)}
    return CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=_TOKENS)
