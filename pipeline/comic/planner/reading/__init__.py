"""Reading of a prompt: who is in the story, who says what, what is told, and where it happens."""
