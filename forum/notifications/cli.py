"""Commands about mail."""

from uuid import uuid4

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from forum.accounts.identity import clean_email
from forum.lib.clock import utcnow
from forum.lib.commands import one_line_failures
from forum.notifications.models import Mail
from forum.notifications.transport import MailRefused, MailTrouble, deliver


@click.group("mail")
def mail() -> None:
    """Mail to people."""


@mail.command("test")
@click.argument("address")
@with_appcontext
@one_line_failures
def test_mail(address: str) -> None:
    """Send one message to ADDRESS now, and say what the server answered."""
    try:
        click.echo(deliver(trial(clean_email(address))))
    except (MailTrouble, MailRefused) as failure:
        raise click.ClickException(str(failure)) from None


def trial(address: str) -> Mail:
    """A message that says nothing but that it arrived."""
    site = current_app.config["SITE_NAME"]
    return Mail(
        message_id=f"<{uuid4().hex}@{current_app.config['MAIL_FROM'].rpartition('@')[2]}>",
        recipient=address,
        subject=_("Mensaje de prueba de %(site)s", site=site),
        body=_("Si lees esto, el correo de %(site)s funciona.", site=site) + "\n",
        created=utcnow(),
    )


commands = [mail]
