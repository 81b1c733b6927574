"""Orders in prompts: what people write about the comic rather than about its story.

"A noir comic about a lost umbrella, 3 panels, no text" has three orders and the story "A lost
umbrella". What an option means becomes that option; what none means, such as the settings of an
image model, is left out. The words are data: `words/*.toml`, one file per language, explained in
`words/en.toml`. All languages apply to every text, since a text may mix them.

Only phrases that consist of nothing but such words are orders, so that "a manga artist" and "a
black and white cat" stay in the story. Quoted speech is never read.
"""

from core.content.orders.flags import is_prompt_flag
from core.content.orders.prompt_reader import read_prompt, without_unwanted

__all__ = ["is_prompt_flag", "read_prompt", "without_unwanted"]
