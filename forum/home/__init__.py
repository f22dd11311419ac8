"""The front page, the duty pages, and what machines ask of a site."""
