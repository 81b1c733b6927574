"""Typesetting: fonts, grapheme clusters, and blocks of text in lines."""
