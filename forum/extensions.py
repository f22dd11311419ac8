"""The libraries that live as long as the application, each made once and bound in `create_app`."""

from typing import Any

from flask import current_app
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData
from sqlalchemy.orm import DeclarativeBase

from forum.states import make_places

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

make_places()


class Base(DeclarativeBase):
    """What every table's class derives from; its constraints are named, so that migrations can drop them."""

    metadata = MetaData(naming_convention=NAMES)


class ReadingSession(Session):
    """Asks a replica of the database where forum/lib/replica has one that may answer; else the database."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **given: Any
    ) -> Engine | Connection:
        replica = None if bind is not None else current_app.extensions.get("replica")
        chosen = None if replica is None else replica.for_reading()
        return chosen or super().get_bind(mapper, clause, bind, **given)


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={
        "class_": ReadingSession,
        "join_transaction_mode": "create_savepoint",
        "expire_on_commit": False,
    },
)
babel = Babel()
csrf = CSRFProtect()
# What Redis does not live to count is done all the same.
limiter = Limiter(key_func=get_remote_address, swallow_errors=True)
login_manager = LoginManager()
