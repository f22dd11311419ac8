"""What changes people and their accounts. The caller owns the transaction; nothing here commits."""

from forum.accounts.actions.bans import ban, refuse_banned, unban
from forum.accounts.actions.credentials import (
    ask_email_change,
    ask_reset,
    change_email,
    change_password,
    confirm,
    end_sessions,
    reset_by_operator,
    reset_password,
)
from forum.accounts.actions.people import (
    AddressTaken,
    LastAdmin,
    NoAccount,
    OwnRole,
    UsernameTaken,
    choose_language,
    create_user,
    free_username,
    set_role,
)
from forum.accounts.actions.registering import refuse_team_name, register, resend
from forum.accounts.actions.signing_in import (
    MOST_BY_ADDRESS,
    MOST_BY_PERSON,
    count_try,
    digest,
    forget_tries,
    note_visit,
    rehash,
    seen,
)
from forum.accounts.passwords import hash_password

__all__ = [
    "MOST_BY_ADDRESS",
    "MOST_BY_PERSON",
    "AddressTaken",
    "LastAdmin",
    "NoAccount",
    "OwnRole",
    "UsernameTaken",
    "ask_email_change",
    "ask_reset",
    "ban",
    "change_email",
    "change_password",
    "choose_language",
    "confirm",
    "count_try",
    "create_user",
    "digest",
    "end_sessions",
    "forget_tries",
    "free_username",
    "hash_password",
    "note_visit",
    "refuse_banned",
    "refuse_team_name",
    "register",
    "rehash",
    "resend",
    "reset_by_operator",
    "reset_password",
    "seen",
    "set_role",
    "unban",
]
