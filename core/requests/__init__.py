"""Admission of requests: drafts, quotas, follow-up comics and the ETA."""
