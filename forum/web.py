"""Where the server that `serve` starts finds the application: without the command line, which weighs more."""

from forum.app import create_app
from forum.starting import started

app = started(create_app)
