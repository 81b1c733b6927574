"""Panel scripts: prompts that say what happens panel by panel. Standard library only.

`core/content/panel_script/` and `pipeline/comic/planner/panel_script/` are the same, except for the
names of the packages, because the pipeline also runs without the rest of the project. After a
change, `python tools/copy_shared_code.py` copies the first to the second.
"""

from pipeline.comic.planner.panel_script.reader import (
    ScriptBlock,
    panels_in,
    read_panel_script,
    script_start,
)

__all__ = ["ScriptBlock", "panels_in", "read_panel_script", "script_start"]
