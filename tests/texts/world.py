"""A forum whose people write in no language: whatever is a word on its pages, the program said."""

from flask.testing import FlaskClient

from forum.accounts.models import User
from forum.search.jobs import index_changes
from tests.factories import PASSWORD, make_group, make_reply, make_thread, make_user, opening_of, sign_in

BODY = "Zzkk vvrr wwxx.\n\n> Qqtt ppll.\n\n| Kkjj | Xxzz |\n|---|---|\n| 1 | 2 |"


def build(client: FlaskClient) -> dict[str, User]:
    """Something of everything; gives who reads it, by role."""
    member = make_user(
        "zulfox", display_name="Zulfo Xarr", position="Kvvx", organisation="Wwpp", verified=True
    )
    admin = make_user("qorvex", display_name="Qorvex", role="admin", password=PASSWORD)
    moderator = make_user("vjorx", display_name="Vjorx", role="moderator")
    group = make_group("Kzorv", description="Vvkk zzrr.", members=(member,), moderators=(admin,))
    make_group("Xkruv", visibility="private", members=(member, admin))
    debate = make_thread("Zzorp kkvv", BODY, group=group, author=member, tags=["zzork", "vvux"], pinned=True)
    entry = make_thread("Wwulp xxkr", BODY, kind="entry", author=member, tags=["zzork"])
    for number in range(24):
        make_reply(debate, f"Vvxk {number}.", reply_to=1)
    make_reply(entry, "Kkzz.", author=admin)
    make_reply(entry, "Vvjj.", author=moderator)
    make_thread("Xxjj kkpp", BODY, group=group, author=admin, closed=True, linked=entry)
    own, hidden, removed, flagged = (make_reply(debate, "Ppkk.", author=member) for _ in range(4))
    as_person(
        client,
        member,
        (f"/posts/{own.id}/withdraw", {"reason": "Zzxx."}),
        (f"/posts/{opening_of(entry).id}/edit", {"body": "Zzvv.", "title": "Wwulp", "reason": "Xx."}),
        ("/debates/new", {"title": "Zzpp", "body": "Kkxx.", "action": "draft"}),
        (f"/debates/{debate.key}/replies", {"body": "Kkxx.", "action": "draft"}),
    )
    as_person(
        client,
        make_user("vvarp"),
        *((f"/posts/{post.id}/flags", {"reason": "spam", "note": "Zz."}) for post in (removed, flagged)),
    )
    as_person(
        client,
        admin,
        (f"/moderation/posts/{hidden.id}", {"act": "hide", "reason": "Kkvv."}),
        (f"/moderation/posts/{removed.id}", {"act": "remove", "reason": "Kkvv."}),
    )
    index_changes()
    return {"member": member, "moderator": moderator, "admin": admin}


def as_person(client: FlaskClient, user: User, *acts: tuple[str, dict[str, str]]) -> None:
    """What somebody does: forms that they send, all of which are taken."""
    sign_in(client, user)
    for address, form in acts:
        answer = client.post(address, data=form)
        assert answer.status_code == 303, f"{address}: {answer.status_code}"
    with client.session_transaction() as session:
        session.clear()
