"""The Telegram adapter: what is Telegram's own, and nothing that another chat needs as well."""
