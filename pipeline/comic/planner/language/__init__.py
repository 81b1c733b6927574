"""Languages of a prompt: which they are, their words, and the lexicon of each."""
