"""Estimate of the tokens that an encoder makes of a text, without loading its tokenizer.

Meant to be too high rather than too low: for CLIP, T5 and the tokenizers of language models alike.
"""

from __future__ import annotations

import re

_PIECES = re.compile(r"[A-Za-z]+|\d|[^\W\d_]+|[^\w\s]|_")
_LETTERS_A_TOKEN = 5  # of English words; common words are one token whatever their length
_TOKENS_A_CHARACTER = 2  # of scripts that have one character a word, and of emoji


def estimated_tokens(text: str) -> int:
    return sum(_tokens_of(piece) for piece in _PIECES.findall(text))


def _tokens_of(piece: str) -> int:
    if piece.isascii():
        return -(-len(piece) // _LETTERS_A_TOKEN)
    if all(ord(character) < 0x250 for character in piece):  # Latin letters with accents
        return -(-len(piece) // 2)
    return _TOKENS_A_CHARACTER * len(piece)
