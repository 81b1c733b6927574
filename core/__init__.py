"""What happens to a request, whichever front end it came from."""
