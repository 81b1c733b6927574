"""What all chat platforms share: cards, buttons, what pressing them does, and status messages."""
