"""How many notices are taken from one address, for one mailbox and in all; and several at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from forum.audit.queries import broken_links
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import Said, receive_notice
from forum.moderation.models import Notice
from forum.moderation.queries import Place
from tests.factories import make_reply, make_thread
from tests.moderation.cases import count, flags

TOGETHER = 8


def send(client, number, where="192.0.2.1", **given):
    """A notice from an address on the network."""
    fields = {
        "address": "/tags/",
        "kind": "other",
        "text": f"Lo que escribí, {number}",
        "name": "Vecina",
        "email": f"vecina{number}@correo.example",
        "good_faith": "y",
        **given,
    }
    return client.post("/legal/notice", data=fields, environ_base={"REMOTE_ADDR": where})


def test_after_ten_from_one_address_the_form_comes_back_with_what_was_typed_and_when_to_send_it(limited):
    assert {send(limited, number).status_code for number in range(10)} == {303}
    refused = send(limited, 10)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "Lo que escribí, 10" in refused.text
    assert "vecina10@correo.example" in refused.text
    assert "demasiados avisos seguidos" in refused.text
    assert send(limited, 11, where="192.0.2.2").status_code == 303
    assert limited.get("/legal/notice", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 200


def test_forms_that_were_not_taken_do_not_count(limited):
    assert {send(limited, number, text="").status_code for number in range(12)} == {422}
    assert send(limited, 12).status_code == 303


def test_a_mailbox_gets_five_receipts_an_hour_whoever_asks(limited):
    to = {"email": "victima@correo.example"}
    for number in range(5):
        assert send(limited, number, f"192.0.2.{number}", **to).status_code == 303
    assert send(limited, 6, "192.0.2.6", email="VICTIMA@correo.example ").status_code == 429
    assert send(limited, 7, "192.0.2.6").status_code == 303


def test_all_together_are_limited_too(limited):
    answers = [send(limited, number, f"198.51.100.{number}").status_code for number in range(121)]
    assert (answers.count(303), answers[-1]) == (120, 429)


def test_notices_at_the_same_moment_have_numbers_of_their_own_and_one_case(own_app):
    post = make_reply(make_thread())
    ready = Barrier(TOGETHER)

    def notify(number: int) -> str:
        with own_app.app_context():
            ready.wait(30)
            said = Said("hate", "Es odio.", "Vecina", f"vecina{number}@correo.example", "es")
            with transaction():
                notice, _token = receive_notice(Place("/posts/1", post_id=post.id, in_sight=True), said, None)
                given = notice.number
            db.session.remove()
            return given

    with ThreadPoolExecutor(TOGETHER) as pool:
        numbers = list(pool.map(notify, range(TOGETHER)))
    assert len(set(numbers)) == TOGETHER
    assert len(set(db.session.scalars(select(Notice.case_id)))) == 1
    assert (count(Notice), flags()) == (TOGETHER, TOGETHER)
    assert broken_links() == []
