"""Tertulia: a forum where public employees debate. `forum.app` makes the application."""
