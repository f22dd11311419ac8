"""News for people: mail, written to an outbox in the act's transaction and sent by the worker."""
