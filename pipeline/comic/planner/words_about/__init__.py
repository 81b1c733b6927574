"""Descriptions of panels in sentences, as a native speaker would write them.

`seen.py` decides what is worth saying, a grammar says it with the phrases of `<language>.toml`.
Languages without a grammar have no descriptions.
"""
