"""The rented GPU instance: woken by the first request, paused while nobody draws."""
