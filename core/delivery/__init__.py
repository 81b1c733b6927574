"""Deliveries to chats, and the event feed of jobs that somebody is waiting for."""
