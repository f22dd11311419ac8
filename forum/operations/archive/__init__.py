"""One archive of everything that people wrote: making it while the forum serves, and putting it in place."""
