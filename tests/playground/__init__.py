"""A playground: the product, a Discord and a Telegram on one machine, to be tried by hand."""
