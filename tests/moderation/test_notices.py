"""Notices of illegal content, by anybody: the form, the receipt, the private address, and what it tells."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.actions import remove_thread
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post, dismiss_case, hear
from forum.moderation.jobs import forget_notifiers
from forum.moderation.models import Appeal, Case, Decision, Flag, Notice
from forum.notifications.models import Mail
from tests.factories import (
    committed,
    fresh,
    make_group,
    make_reply,
    make_thread,
    make_user,
    opening_of,
    sign_in,
)
from tests.mailbox import mails_to
from tests.moderation.cases import audited, count, make_case, time_passes

HOST = "http://127.0.0.1:8000"
MAIL = "vecina@correo.example"


def send(client, address, **given):
    """Send a notice about an address of the site."""
    fields = {
        "address": address,
        "kind": "defamation",
        "text": "Me llama ladrón.",
        "name": "Vecina",
        "email": MAIL,
        "good_faith": "y",
        **given,
    }
    return client.post("/legal/notice", data=fields)


def the(model):
    """The only row of a table."""
    db.session.rollback()
    return db.session.scalars(select(model)).one()


def last_mail():
    return db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(1)).one()


def test_the_page_says_how_and_has_the_form_below(client):
    page = client.get("/legal/notice").text
    assert page.index("Qué tienes que contarnos") < page.index('name="good_faith"')
    assert "No hace falta si avisas de abusos sexuales a menores." in page
    assert 'name="name"' in page
    assert "Enviar aviso" in page


def test_a_guests_notice_opens_a_case_and_leads_to_its_private_address(client):
    post = make_reply(make_thread("Permuta"), "Es un ladrón")
    sent = send(client, f"{HOST}/posts/{post.id}")
    assert sent.status_code == 303
    token = urlsplit(sent.location).path.removeprefix("/legal/notice/")
    assert len(token) == 43
    notice, case, flag = the(Notice), the(Case), the(Flag)
    assert (case.post_id, case.state, notice.case_id) == (post.id, "new", case.id)
    assert (flag.source, flag.user_id, flag.reason, flag.note) == ("notice", None, "illegal", notice.number)
    assert notice.number == f"{utcnow().year}-000001"
    assert token not in str(db.session.connection().exec_driver_sql("SELECT * FROM notices").all())
    page = client.get(sent.location)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert notice.number in page.text
    assert "lo está mirando" in page.text
    assert "Me llama ladrón." in page.text
    assert audited("notice") == ["notice.receive"]


def test_the_receipt_has_the_number_and_the_private_address_and_nothing_that_was_typed(client):
    post = make_reply(make_thread())
    sent = send(client, f"{HOST}/posts/{post.id}", text="COMPRA YA", name="GRATIS")
    receipt = mails_to(MAIL)[-1]
    text = receipt.get_content()
    assert the(Notice).number in receipt["Subject"]
    assert urlsplit(sent.location).path in text
    assert "COMPRA YA" not in text
    assert "GRATIS" not in text


def test_a_second_notice_is_in_the_same_case_with_the_next_number(client):
    post = make_reply(make_thread())
    case = make_case(post)
    send(client, f"{HOST}/posts/{post.id}")
    send(client, f"{HOST}/posts/{post.id}", email="otra@correo.example")
    assert count(Case) == 1
    assert count(Flag, Flag.case_id == case.id) == 3
    serials = db.session.scalars(select(Notice.serial).order_by(Notice.id)).all()
    assert list(serials) == [1, 2]


@pytest.mark.parametrize("form", ["{}", "127.0.0.1:8000{}", f"{HOST}{{}}", f"  {HOST.upper()}{{}} "])
def test_an_address_is_taken_however_it_is_copied(client, form):
    thread = make_thread()
    reply = make_reply(thread)
    assert send(client, form.format(f"/debates/{thread.key}?page=1#post-2")).status_code == 303
    assert the(Case).post_id == reply.id


def test_a_thread_is_its_opening_post_and_a_profile_its_person(client):
    thread, luis = make_thread(), make_user("luis")
    assert send(client, f"/debates/{thread.id}-otra-cosa").status_code == 303
    assert the(Case).post_id == opening_of(thread).id
    assert send(client, "/people/LUIS").status_code == 303
    assert count(Case, Case.person_id == luis.id) == 1


def test_another_page_of_the_site_is_a_case_about_the_place_which_the_team_can_dismiss(client, moderator):
    assert send(client, "/tags/").status_code == 303
    case = the(Case)
    assert (case.place, case.post_id, case.person_id) == ("/tags/", None, None)
    sign_in(client, moderator)
    assert "/tags/" in client.get("/moderation/").text
    page = client.get(f"/moderation/cases/{case.id}").text
    assert "Me llama ladrón." in page
    assert MAIL in page
    assert client.post(f"/moderation/cases/{case.id}", data={"act": "dismiss"}).status_code == 303


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://otra.example/posts/1", "no es de este sitio"),
        ("//otra.example/posts/1", "no es de este sitio"),
        ("javascript:alert(1)", "no es de este sitio"),
        ("http://127.0.0.1:8000@otra.example/posts/1", "no es de este sitio"),
        ("http://[::1/posts/1", "no es de este sitio"),
        ("/no-such-page", "no hay ninguna página"),
        ("/people/nadie", "no hay ninguna página"),
        ("/posts/999999999", "no hay ninguna página"),
        ("/debates/999999999", "no hay ninguna página"),
        ("/posts/1%00", "no hay ninguna página"),
        ("", "Pon la dirección"),
    ],
)
def test_an_address_that_is_not_here_is_refused_beside_the_field_with_what_was_typed(client, address, why):
    answer = send(client, address, text="Lo que escribí <con cuidado>")
    assert answer.status_code == 422
    assert why in answer.text
    assert "Lo que escribí &lt;con cuidado&gt;" in answer.text
    assert f'value="{MAIL}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert count(Case) == 0


def test_all_that_is_wrong_is_said_at_once(client):
    page = send(client, "https://otra.example/posts/1", text="", email="nadie").text
    assert [f'id="e-{name}"' in page for name in ("address", "text", "email")] == [True] * 3
    assert "no es de este sitio" in page


@pytest.mark.parametrize("missing", ["kind", "text", "name", "email", "good_faith"])
def test_each_part_is_needed(client, missing):
    post = make_reply(make_thread())
    answer = send(client, f"/posts/{post.id}", **{missing: ""})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert count(Notice) == 0


def test_name_and_mail_are_not_required_for_abuse_of_minors(client):
    post = make_reply(make_thread())
    sent = send(client, f"/posts/{post.id}", kind="child_abuse", name="", email="")
    assert sent.status_code == 303
    assert client.get(sent.location).status_code == 200
    assert db.session.scalars(select(Mail)).all() == []


def test_what_programs_fill_is_refused(client):
    post = make_reply(make_thread())
    assert send(client, f"/posts/{post.id}", homepage="http://x.example").status_code == 422
    assert count(Notice) == 0


def test_whoever_is_signed_in_finds_the_form_filled_and_moderators_do_not_decide_their_own(client, moderator):
    post = make_reply(make_thread())
    sign_in(client, moderator)
    assert moderator.email in client.get("/legal/notice").text
    send(client, f"/posts/{post.id}")
    notice, case = the(Notice), the(Case)
    assert notice.person_id == moderator.id
    answer = client.post(f"/moderation/cases/{case.id}", data={"act": "hide", "reason": "norma"})
    assert answer.status_code == 403
    answer = client.post(f"/moderation/posts/{post.id}", data={"act": "hide", "reason": "norma"})
    assert answer.status_code == 403
    assert fresh(post).state == "visible"


def hidden_places():
    """Addresses of things that a guest may not see, and of one that is not there although it might."""
    group = make_group("Secreto", visibility="private")
    private = opening_of(make_thread("Título secreto", group=group))
    pending = make_reply(make_thread(), state="pending")
    removed = make_thread("Retirado del todo")
    with transaction():
        remove_thread(fresh(removed), None, "norma 3")
    return {
        "private": f"/posts/{private.id}",
        "private thread": f"/debates/{private.thread_id}",
        "pending": f"/posts/{pending.id}",
        "removed": f"/debates/{removed.id}",
        "group": f"/groups/{group.slug}",
        "no group": "/groups/no-hay",
        "no file": f"/files/{'0' * 64}.png",
    }


def plain(page):
    """A page without what is different in each: its number, tokens, addresses and moments."""
    page = re.sub(r"\d{4}-\d{6}|/(posts|debates|groups|files|legal)/[\w.-]+|<time.*?</time>", "", page)
    return re.sub(r'value="[^"]{40,}"|nonce="[^"]*"', "", page)


def test_what_a_guest_may_not_see_is_taken_and_nothing_tells_it_from_what_does_not_exist(client, moderator):
    pages = {}
    for name, address in hidden_places().items():
        sent = send(client, address)
        assert sent.status_code == 303, name
        before = client.get(sent.location).text
        pages[name] = [sent.location, plain(before)]
        assert "Título secreto" not in before
    assert len({said for _place, said in pages.values()}) == 1
    with transaction():
        for case in db.session.scalars(select(Case).order_by(Case.id)).all():
            post = case.post_id and db.session.get_one(Post, case.post_id)
            if post and post.state == "visible":
                decide_post(post, fresh(moderator), "remove", "Título secreto: norma 3")
            else:
                dismiss_case(case, fresh(moderator), "Aquí no hay nada secreto")
    time_passes()
    after = {name: plain(client.get(place).text) for name, (place, _said) in pages.items()}
    assert len(set(after.values())) == 1
    assert "secreto" not in after["private"]
    bodies = {re.sub(r"\d{4}-\d{6}|/legal/notice/\S+", "", mail.body) for mail in decided_mails()}
    assert len(bodies) == 1


def decided_mails():
    query = select(Mail).where(Mail.recipient == MAIL, Mail.subject.contains("ya está decidido"))
    return db.session.scalars(query).all()


@pytest.mark.parametrize("token", ["x", "0" * 43, "a" * 500, "%00"])
def test_no_other_address_is_anybodys(client, token):
    send(client, f"/posts/{make_reply(make_thread()).id}")
    assert client.get(f"/legal/notice/{token}").status_code == 404
    assert client.post(f"/legal/notice/{token}", data={"text": "hola"}).status_code == 404


def decided(client, moderator, act):
    """A notice that was decided and told; gives its private address, its post and the decision's id."""
    post = make_reply(make_thread("Permuta"), author=make_user())
    where = send(client, f"/posts/{post.id}").location
    with transaction():
        case = db.session.scalars(select(Case)).one()
        if act == "dismiss":
            made = dismiss_case(case, fresh(moderator), "Es una opinión.")
        else:
            made = decide_post(fresh(post), fresh(moderator), act, "Es una injuria.")
        decision_id = made.id
    assert decided_mails() == []
    assert "lo está mirando" in client.get(where).text
    time_passes()
    return where, post, decision_id


def test_the_decision_is_told_by_mail_after_the_ten_minutes_and_read_with_its_reasons(client, moderator):
    where, _post, _decision = decided(client, moderator, "remove")
    mail = decided_mails()[0]
    assert urlsplit(where).path in mail.body
    page = client.get(where).text
    assert "El mensaje se ha retirado." in page
    assert "Es una injuria." in page
    assert "Las normas de la comunidad" in page
    assert "tribunales" in page
    assert 'name="text"' not in page
    assert client.post(where, data={"text": "no"}).status_code == 403


def test_a_dismissal_can_be_appealed_against_once_and_is_heard_by_somebody_else(client, moderator):
    where, post, _decision = decided(client, moderator, "dismiss")
    assert "Es una opinión." in client.get(where).text
    empty = client.post(where, data={"text": ""})
    assert empty.status_code == 422
    assert client.post(where, data={"text": "Miradlo otra vez."}).status_code == 303
    assert client.post(where, data={"text": "Y otra."}).status_code == 409
    made = the(Appeal)
    assert (made.appellant_id, made.notice_id) == (None, the(Notice).id)
    assert the(Case).state == "appealed"
    sign_in(client, moderator)
    assert "Pedida desde fuera" in client.get("/moderation/appeals").text
    told = {"outcome": "reversed", "reasons": "Sí es injuria."}
    assert client.post(f"/moderation/appeals/{made.id}", data=told).status_code == 403
    sign_in(client, make_user(role="moderator"))
    assert client.post(f"/moderation/appeals/{made.id}", data=told).status_code == 303
    assert the(Case).state == "in_hand"
    assert "la ha anulado" in last_mail().body
    assert last_mail().recipient == MAIL
    assert fresh(post).state == "visible"


def test_an_appeal_that_is_upheld_is_told_with_its_reasons_at_the_private_address(client, moderator):
    where, _post, _decision = decided(client, moderator, "dismiss")
    client.post(where, data={"text": "Miradlo otra vez."})
    other = make_user(role="moderator")
    with transaction():
        hear(db.session.scalars(select(Appeal)).one(), fresh(other), "upheld", "Es opinión, ya se dijo.")
    assert "la mantiene" in last_mail().body
    page = client.get(where).text
    assert "Es opinión, ya se dijo." in page
    assert 'name="text"' not in page


def test_who_sent_a_notice_does_not_hear_its_appeal(client, moderator):
    ana = make_user(role="moderator")
    sign_in(client, ana)
    where, _post, _decision = decided(client, moderator, "dismiss")
    client.post(where, data={"text": "Miradlo otra vez."})
    told = {"outcome": "reversed", "reasons": "Sí."}
    assert client.post(f"/moderation/appeals/{the(Appeal).id}", data=told).status_code == 403


def test_the_author_is_told_nothing_of_who_sent_the_notice(client, moderator):
    _where, post, decision_id = decided(client, moderator, "remove")
    sign_in(client, db.session.get_one(User, fresh(post).author_id))
    page = client.get(f"/me/decisions/{decision_id}").text
    assert "Es una injuria." in page
    assert "Vecina" not in page
    assert MAIL not in page
    assert "Me llama" not in page


def test_members_and_moderators_of_other_groups_see_no_notice(client):
    post = opening_of(make_thread(group=make_group("Aquí")))
    send(client, f"/posts/{post.id}")
    case = the(Case)
    stranger = make_user()
    make_group("Allí", moderators=(stranger,))
    sign_in(client, stranger)
    assert client.get(f"/moderation/cases/{case.id}").status_code == 404
    sign_in(client, make_user())
    assert client.get(f"/moderation/cases/{case.id}").status_code == 403


def test_a_year_after_the_decision_nobody_knows_who_it_was(client, moderator):
    where, _post, _decision = decided(client, moderator, "dismiss")
    waiting = make_reply(make_thread())
    send(client, f"/posts/{waiting.id}", email="otra@correo.example")
    forget_notifiers()
    assert count(Notice, Notice.mail == "") == 0
    time_passes(timedelta(days=300))
    time_passes(timedelta(days=60))
    case = db.session.scalars(select(Case).where(Case.decided.is_not(None))).one()
    with transaction():
        case = db.session.get_one(Case, case.id)
        case.closed = case.closed and case.closed - timedelta(days=370)
        case.decided -= timedelta(days=10)
    forget_notifiers()
    forget_notifiers()
    gone, stays = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    assert (gone.name, gone.mail, gone.person_id) == ("", "", None)
    assert gone.forgotten
    assert stays.mail == "otra@correo.example"
    assert audited("notice").count("notice.forget") == 1
    assert client.get(where).status_code == 200


def test_the_log_says_nothing_that_people_wrote(client):
    send(client, f"/posts/{make_reply(make_thread()).id}")
    dumped = str(db.session.connection().exec_driver_sql("SELECT * FROM audit_rows").all())
    assert "notice.receive" in dumped
    assert "Vecina" not in dumped
    assert MAIL not in dumped
    assert "ladrón" not in dumped


def test_a_flag_that_was_made_anew_takes_the_notice_along(client, moderator):
    where, post, decision_id = decided(client, moderator, "dismiss")
    client.post(where, data={"text": "Otra vez."})
    again = make_case(post)
    other = make_user(role="moderator")
    with transaction():
        hear(db.session.scalars(select(Appeal)).one(), fresh(other), "reversed", "Sí.")
    assert the(Notice).case_id == again.id
    assert "lo está mirando" in client.get(where).text
    assert committed(lambda: fresh(again)).state == "new"
    assert decision_id


def test_the_timeline_says_that_a_notice_and_its_appeal_are_from_outside(client, moderator):
    post = make_reply(make_thread())
    send(client, f"/posts/{post.id}")
    notice = db.session.query(Notice).one()
    with transaction():
        made = dismiss_case(db.session.get_one(Case, notice.case_id), fresh(moderator), "no incumple").id
    time_passes()
    with transaction():
        appeal(db.session.get_one(Decision, made), db.session.query(Notice).one(), "No es así.")
    sign_in(client, moderator)
    page = client.get(f"/moderation/cases/{notice.case_id}").text.partition('id="t-events"')[2]
    page = " ".join(page.partition("</ol>")[0].split())
    assert 'Denuncia <span class="muted">alguien de fuera, ' in page
    assert 'Se pide la revisión <span class="muted">alguien de fuera, ' in page
