"""Playground: the product with a fake Discord and Telegram on one machine, for manual tests."""
