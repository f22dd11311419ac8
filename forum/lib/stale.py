"""Forms whose token is good no more: their page comes back with what was typed, and nothing is written."""

from flask import Response, current_app, flash, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.lib.refusals import NotAllowed
from forum.lib.transactions import before_writing


class StaleForm(NotAllowed):
    message = _l("Esta página llevaba demasiado tiempo abierta. Vuelve a cargarla y repite.")


@before_writing
def refuse_stale() -> None:
    """Raise StaleForm where the token of the request's form was refused."""
    if "stale_form" in g:
        raise StaleForm


def given_back() -> Response | None:
    """The form of this request on its own page, as it was typed and with a new token: 403.

    None where that page is not at the form's address. What the view would do is refused as it is written.
    """
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return None
    g.stale_form = True
    flash(
        _("Esta página llevaba demasiado tiempo abierta. Lo que escribiste sigue aquí: envíalo otra vez."),
        "warn",
    )
    try:
        answer = current_app.make_response(current_app.dispatch_request())
    except Exception:  # whatever the view refuses: there is no page to give back
        return None
    finally:
        g.pop("stale_form")
    if answer.status_code != 422:
        return None
    answer.status_code = 403
    return answer
