"""Front ends (chat platforms, web, terminal) and the process that hosts them."""
