"""Connections to two servers of which either may be gone: nobody waits long, and not everybody."""

from typing import Any

from sqlalchemy import Engine, event

from forum.lib.logs import log
from forum.lib.silence import Silence

REPLICA = "replica"  # the name of its engine
HASTE = {"connect_timeout": 2, "tcp_user_timeout": 5000}  # seconds, milliseconds
PAUSE = 2.0  # seconds for which nobody tries to connect to a server that did not answer


def remember_silence(engine: Engine, name: str) -> Silence:
    """Have new connections refused for a while after one could not be made; gives what remembers it."""
    silence = Silence(PAUSE)

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, record: object, given: Any, named: Any) -> Any:
        trouble = dialect.loaded_dbapi.OperationalError
        if silence.holds():
            raise trouble(silence.why)
        try:
            connection = dialect.connect(*given, **named)
        except trouble as failure:
            silence.begin(str(failure))
            log.error(name, error=str(failure))
            raise
        silence.end()
        return connection

    return silence
