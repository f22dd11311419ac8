"""Tools for who works on the project; nothing of the forum imports them."""
