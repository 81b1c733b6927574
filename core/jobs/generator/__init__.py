"""Generator client: submit, poll and cancel jobs over HTTP."""
