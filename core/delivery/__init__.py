"""Deliveries to chats, and the feed of job events for waiting clients."""
