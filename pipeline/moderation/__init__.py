"""Moderation: what words and pictures of a comic may be shown."""
