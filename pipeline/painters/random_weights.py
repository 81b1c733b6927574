"""Pipelines of real architectures with random weights, for the benchmark and for tests.

What they paint is noise, in the time and the memory that the trained weights would take.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class KleinSize:
    """Sizes of a FLUX.2 [klein] pipeline; the defaults are those of the 4B model."""

    layers: int = 5
    single_layers: int = 20
    heads: int = 24
    head_size: int = 128
    rope_axes: tuple[int, int, int, int] = (32, 32, 32, 32)
    latent_channels: int = 32
    vae_channels: tuple[int, ...] = (128, 256, 512, 512)
    vae_layers: int = 2
    vae_groups: int = 32
    text_layers: int = 36
    text_hidden: int = 2560
    text_intermediate: int = 9728
    text_heads: int = 32
    text_key_value_heads: int = 8
    text_head_size: int = 128
    vocabulary: int = 151_936


KLEIN_4B = KleinSize()
KLEIN_TINY = KleinSize(
    layers=1,
    single_layers=1,
    heads=2,
    head_size=16,
    rope_axes=(4, 4, 4, 4),
    latent_channels=4,
    vae_channels=(8, 8, 8, 8),
    vae_layers=1,
    vae_groups=2,
    text_layers=28,  # the pipeline reads the states after layers 9, 18 and 27
    text_hidden=16,
    text_intermediate=16,
    text_heads=2,
    text_key_value_heads=1,
    text_head_size=8,
    vocabulary=300,
)

_CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{{ message['content'] }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
)


def klein_pipeline(size: KleinSize, *, device: str = "cpu", dtype: str = "bfloat16") -> Any:
    """Return a Flux2KleinPipeline with random weights, made on *device*."""
    import torch
    from diffusers import (
        AutoencoderKLFlux2,
        FlowMatchEulerDiscreteScheduler,
        Flux2KleinPipeline,
        Flux2Transformer2DModel,
    )
    from transformers import Qwen3Config, Qwen3ForCausalLM

    blocks = len(size.vae_channels)
    before = torch.get_default_dtype()
    torch.set_default_dtype(getattr(torch, dtype))
    torch.manual_seed(0)
    try:
        with torch.device(device):
            transformer = Flux2Transformer2DModel(
                in_channels=size.latent_channels * 4,
                num_layers=size.layers,
                num_single_layers=size.single_layers,
                attention_head_dim=size.head_size,
                num_attention_heads=size.heads,
                joint_attention_dim=size.text_hidden * 3,
                axes_dims_rope=size.rope_axes,
                guidance_embeds=False,
            )
            vae = AutoencoderKLFlux2(
                down_block_types=("DownEncoderBlock2D",) * blocks,
                up_block_types=("UpDecoderBlock2D",) * blocks,
                block_out_channels=size.vae_channels,
                layers_per_block=size.vae_layers,
                latent_channels=size.latent_channels,
                norm_num_groups=size.vae_groups,
            )
            text_encoder = Qwen3ForCausalLM(
                Qwen3Config(
                    vocab_size=size.vocabulary,
                    hidden_size=size.text_hidden,
                    intermediate_size=size.text_intermediate,
                    num_hidden_layers=size.text_layers,
                    num_attention_heads=size.text_heads,
                    num_key_value_heads=size.text_key_value_heads,
                    head_dim=size.text_head_size,
                    tie_word_embeddings=True,
                )
            )
    finally:
        torch.set_default_dtype(before)
    return Flux2KleinPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=vae.eval(),
        text_encoder=text_encoder.eval(),
        tokenizer=byte_tokenizer(),
        transformer=transformer.eval(),
        is_distilled=True,
    )


def byte_tokenizer() -> Any:
    """Return a tokenizer of Qwen's kind with one token a byte; its prompts are padded alike."""
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import Qwen2TokenizerFast

    letters = sorted(ByteLevel.alphabet())
    vocabulary = {letter: number for number, letter in enumerate(letters)}
    vocabulary["<|endoftext|>"] = len(vocabulary)
    tokenizer = Qwen2TokenizerFast(vocab=vocabulary, merges=[])
    tokenizer.chat_template = _CHAT_TEMPLATE
    return tokenizer
