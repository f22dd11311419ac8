"""Where other servers and `flask --app wsgi` find the application, with its command line."""

from forum.commands import create_whole_app
from forum.starting import started

app = started(create_whole_app)
