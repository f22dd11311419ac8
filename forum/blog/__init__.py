"""The blog: entries, newest first, each with the debate that it opened."""
