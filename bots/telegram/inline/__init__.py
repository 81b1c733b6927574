"""Inline mode: `@bot a cat` in any chat."""
