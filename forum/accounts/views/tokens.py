"""Programs that act for a person: requests with a token, and the person's list of tokens."""

from flask import Response, g, session
from flask_babel import gettext as _
from flask_login import current_user

from forum.accounts.actions.api_tokens import note_use, revoke_token
from forum.accounts.bearer import is_refused
from forum.accounts.forms import ConfirmForm
from forum.accounts.views.blueprint import bp
from forum.accounts.views.checking import Answer
from forum.accounts.views.settings import back
from forum.lib.refusals import NotFound
from forum.lib.transactions import transaction, write_or_lose
from forum.permissions import require, viewer


@bp.before_app_request
def refuse_wrong_token() -> Response | None:
    """401 for a token that is none, as RFC 6750 says it (section 3.1)."""
    if not is_refused():
        return None
    text = _("Ese token no vale: se retiró, caducó o está mal copiado.")
    challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"', "Cache-Control": "no-store"}
    return Response(f"{text}\n", 401, challenge, mimetype="text/plain")


@bp.after_app_request
def leave_no_cookie(response: Response) -> Response:
    """A request with a token begins no session; that it was used is noted, and no harm if that is lost."""
    if "token" not in g:  # where the database failed, its person is not asked for again
        return response
    session.modified = False
    response.vary.add("Authorization")
    used = g.pop("token_used", None)
    if used is not None and response.status_code < 500:
        write_or_lose("use of a token", lambda: note_use(used))
    return response


@bp.post("/me/settings/tokens/<id:token_id>")
def revoke(token_id: int) -> Answer:
    """End one of the person's tokens: 303."""
    require(viewer(), "account.settings")
    if not ConfirmForm().validate_on_submit():
        raise NotFound
    with transaction():
        if not revoke_token(current_user, token_id):
            raise NotFound
    return back(_("Token retirado. El programa que lo usaba ya no entra."))
