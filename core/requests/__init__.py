"""Admission of requests: drafts, quotas, ETA, and follow-ups to earlier comics."""
