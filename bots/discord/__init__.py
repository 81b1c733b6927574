"""The Discord adapter: what is Discord's own, and nothing that another chat would need as well."""
