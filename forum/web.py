"""Where the server that `serve` starts finds the application: without the command line, which weighs more."""

from forum.app import create_app
from forum.lib.admission import leave_on_signal, take_who_comes, watch_connections
from forum.lib.readiness import ready
from forum.starting import started

app = started(create_app)
leave_on_signal(app)
watch_connections()
take_who_comes()
ready()
