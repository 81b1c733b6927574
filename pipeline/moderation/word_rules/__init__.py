"""Word rules: lists of forbidden words, and the rule that protects minors. Standard library only.

`core/content/word_rules/` and `pipeline/moderation/word_rules/` are the same, except for the names
of the packages, because the pipeline also runs without the rest of the project. After a change,
`python tools/copy_shared_code.py` copies the first to the second.
"""
