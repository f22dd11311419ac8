"""Who may do what, in one place: the rules that the rooms declare, against a table written by hand, and every
route against every role."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from forum.debates.queries import find_post, find_thread
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_person, decide_post, flag_post
from forum.moderation.queries import find_appeal, find_case, find_decision
from forum.permissions import GUEST, TABLE, Viewer, may
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in

ROLES = ("guest", "member", "author", "group moderator", "moderator", "admin")

# act → who may do it to a shown post, its open thread, or its group; everyone else may not
ALLOWED = {
    "appeal.hear": "group moderator, admin",
    "account.settings": "member, author, group moderator, moderator, admin",
    "admin.enter": "admin",
    "ban.manage": "admin",
    "case.decide": "group moderator, moderator, admin",
    "case.work": "group moderator, moderator, admin",
    "decision.own": "member, author, group moderator, moderator, admin",
    "decision.undo": "group moderator, moderator, admin",
    "draft.use": "member, author, group moderator, moderator, admin",
    "file.upload": "member, author, group moderator, moderator, admin",
    "moderation.enter": "group moderator, moderator, admin",
    "news.read": "member, author, group moderator, moderator, admin",
    "page.edit": "admin",
    "person.flag": "member, group moderator, moderator, admin",
    "person.sanction": "moderator, admin",
    "group.appoint": "admin",
    "group.people": "admin",
    "post.decide": "group moderator, moderator, admin",
    "post.edit": "author",
    "post.flag": "member, group moderator, moderator, admin",
    "post.history": "author, group moderator, moderator, admin",
    "post.mark": "group moderator, moderator, admin",
    "post.moderate": "group moderator, moderator, admin",
    "post.withdraw": "author",
    "profile.edit": "author",
    "profile.own": "member, author, group moderator, moderator, admin",
    "saved_reply.keep": "moderator, admin",
    "screening.manage": "admin",
    "search.save": "member, author, group moderator, moderator, admin",
    "thread.follow": "member, author, group moderator, moderator, admin",
    "thread.moderate": "group moderator, moderator, admin",
    "thread.open": "member, author, group moderator, moderator, admin",
    "thread.decide": "group moderator, moderator, admin",
    "thread.receive": "group moderator, moderator, admin",
    "thread.reply": "member, author, group moderator, moderator, admin",
}

# the same acts where it matters whose the thing is, or how things stand: only what differs from ALLOWED
DIFFERS = {
    "an administrator's": {
        "case.decide": "another admin",
        "case.work": "group moderator, moderator, another admin",
        "decision.undo": "another admin",
        "appeal.hear": "another admin",
        "person.sanction": "another admin",
        "post.decide": "another admin",
        "post.mark": "admin, another admin",
        "thread.decide": "admin, another admin",
    },
    "a moderator's": {
        "case.decide": "group moderator, admin, another admin",
        "case.work": "group moderator, admin, another admin",
        "decision.undo": "group moderator, admin, another admin",
        "person.sanction": "admin, another admin",
        "post.decide": "group moderator, admin, another admin",
        "post.mark": "group moderator, moderator, admin, another admin",
        "thread.decide": "group moderator, moderator, admin, another admin",
    },
    "in a private group": {
        "group.people": "group moderator, admin, another admin",
        "group.appoint": "admin, another admin",
        "thread.decide": "group moderator, moderator, admin, another admin",
        "thread.moderate": "group moderator, moderator, admin, another admin",
    },
    "flagged by the team": {"case.decide": "another admin"},
}
TEAM_ACTS = [  # of nobody who is silenced or suspended
    act for act, who in ALLOWED.items() if "admin" in who and not {"member", "author"} & set(who.split(", "))
]


@dataclass
class Scene:
    """A thread in an open group, with someone in each role."""

    group: object
    thread: object
    post: object
    people: dict
    wrote: object


WROTE = {"an administrator's": "admin", "a moderator's": "moderator"}


@pytest.fixture
def scene(app):
    return build_scene()


def build_scene(how="", visibility="open"):
    """An author's thread, or of whom `how` says; and then one more administrator, whom nothing concerns."""
    people = {
        "member": make_user(),
        "author": make_user(),
        "group moderator": make_user(),
        "moderator": make_user(role="moderator"),
        "admin": make_user(role="admin"),
    }
    if how:
        people["another admin"] = make_user(role="admin")
    group = make_group(visibility=visibility, moderators=(people["group moderator"],))
    wrote = people[WROTE.get(how, "author")]
    thread = make_thread(group=group, author=wrote)
    return Scene(group, thread, opening_of(thread), people, wrote)


def viewer_in(scene, role):
    return GUEST if role == "guest" else viewer_of(scene.people[role])


def thing_of(scene, act, *flaggers):
    """What an act is done to, loaded as a view has it."""
    everyone = Viewer(1, frozenset({"member", "moderator", "admin"}))
    if act.startswith("case."):
        for flagger in flaggers or (make_user(),):
            with transaction():
                case_id = flag_post(fresh(scene.post), fresh(flagger), "spam").case_id
        return find_case(case_id, everyone)
    if act.startswith(("decision.", "appeal.")):
        return thing_decided(scene, act, everyone)
    if act.startswith("person."):
        return scene.wrote
    if act.startswith("post."):
        return find_post(scene.post.id, everyone)
    if act in ("thread.open", "thread.receive") or act.startswith("group."):
        return fresh(scene.group)
    if act.startswith("thread."):
        return find_thread(scene.thread.id, everyone)
    if act == "profile.edit":
        return scene.people["author"]
    return None


def thing_decided(scene, act, everyone):
    """A decision of the moderator about the author's post, or the appeal against it.

    Of an administrator about what another of the team wrote.
    """
    post = make_reply(scene.thread, author=scene.wrote)
    by = scene.people["moderator"] if scene.wrote is scene.people["author"] else make_user(role="admin")
    with transaction():
        moderator = fresh(by)
        decision = decide_post(fresh(post), moderator, "hide", "norma 3")
        decision.told = utcnow()
        if act == "appeal.hear":
            made = appeal(decision, fresh(scene.wrote), "No es así.")
            db.session.flush()
            appeal_id = made.id
        decision_id = decision.id
    return find_appeal(appeal_id, everyone) if act == "appeal.hear" else find_decision(decision_id, everyone)


def test_the_table_names_every_act():
    assert set(ALLOWED) == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_every_rule_against_the_table(scene, role):
    wrong = []
    for act, allowed in ALLOWED.items():
        expected = role in allowed.split(", ")
        if may(viewer_in(scene, role), act, thing_of(scene, act)) is not expected:
            wrong.append(f"{act}: {role} {'may not' if expected else 'may'}")
    assert wrong == []


@pytest.mark.parametrize("how", DIFFERS)
def test_whose_it_is_and_where_against_the_table(app, how):
    scene = build_scene(how, "private" if how == "in a private group" else "open")
    for act, allowed in DIFFERS[how].items():
        thing = thing_of(scene, act, *flaggers_in(scene, how))
        may_so = [role for role in scene.people if may(viewer_in(scene, role), act, thing)]
        assert ", ".join(may_so) == allowed, act


def flaggers_in(scene, how):
    team = ("group moderator", "moderator", "admin")
    return [scene.people[role] for role in team] if how == "flagged by the team" else []


@pytest.mark.parametrize("act", ["silence", "suspend"])
@pytest.mark.parametrize("role", ["group moderator", "moderator", "admin"])
def test_whoever_is_restricted_does_nothing_of_the_teams(scene, role, act):
    person, chief, ends = scene.people[role], make_user(role="admin"), utcnow() + timedelta(days=1)
    with transaction():
        decide_person(fresh(person), fresh(chief), act, "norma 8", until=ends)
    resting = viewer_of(fresh(person))
    assert [one for one in TEAM_ACTS if may(resting, one, thing_of(scene, one))] == []


def test_a_misspelt_act_never_grants():
    with pytest.raises(KeyError):
        may(GUEST, "post.edti")


ONLY_MODERATORS = {
    "moderation.queue", "moderation.mine", "moderation.appeal_queue", "moderation.pending",
    "moderation.resolved", "moderation.log", "moderation.replies", "moderation.summary",
}  # fmt: skip
ONLY_ADMINS = {
    "admin.audit_log", "admin.groups", "admin.team", "groups.people", "home.edit_page", "home.operator",
    "home.page_history",
    "home.page_list", "home.reset_page", "moderation.bans", "moderation.screening",
    "moderation.screening_group", "moderation.watched_words",
}  # fmt: skip
ONLY_PEOPLE = {
    "accounts.settings", "debates.claim_held", "debates.drafts", "debates.new_thread",
    "moderation.my_decisions", "moderation.my_flags", "notifications.communications", "notifications.news",
    "notifications.preferences", "profiles.edit", "profiles.export",
    "profiles.me", "saved.searches",
}  # fmt: skip


def routes(app):
    rules = [(rule.endpoint, rule) for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    return sorted(rules, key=lambda one: (one[0], one[1].rule))


def address(app, rule, scene):
    """An address of a route, with the scene's things in it."""
    values = {
        "section": "debates",
        "thread": scene.thread,
        "thread_id": scene.thread.id,
        "post_id": scene.post.id,
        "slug": scene.group.slug,
        "username": scene.people["author"].username,
        "page": "rules",
        "language": "es",
        "name": "app.css",
        "token": "nada",
        "token_id": 1,
        "user_id": 1,
        "draft_id": 1,
        "case_id": 1,
        "ban_id": 1,
        "pattern_id": 1,
        "period": "2026",
        "reply_id": 1,
        "decision_id": 1,
        "appeal_id": 1,
        "search_id": 1,
        "transfer_id": 1,
        "communication_id": 1,
    }
    with app.test_request_context():
        return app.url_map.bind("127.0.0.1").build(
            rule.endpoint, {name: values[name] for name in rule.arguments}
        )


@pytest.mark.parametrize("role", ROLES)
def test_every_page_against_every_role(client, app, scene, role):
    """No page fails for anyone; rooms are closed to those who have no business there."""
    make_reply(scene.thread)
    if role != "guest":
        sign_in(client, scene.people[role])
    wrong = []
    for endpoint, rule in routes(app):
        where = address(app, rule, scene)
        with client.get(where) as answer:
            status = answer.status_code
        if status >= 500 or not is_right(endpoint, role, status):
            wrong.append(f"{role} at {where}: {status}")
    assert wrong == []


def is_right(endpoint, role, status):
    """Whether a role may get this status there."""
    closed = 303 if role == "guest" else 403
    if endpoint in ONLY_ADMINS:
        return status == (200 if role == "admin" else closed)
    if endpoint in ONLY_MODERATORS:
        return status == (200 if role in ("group moderator", "moderator", "admin") else closed)
    if endpoint in ONLY_PEOPLE:
        return (status == 303) if role == "guest" else status in (200, 302, 303)
    return True


@pytest.mark.parametrize("role", ROLES)
def test_every_form_against_every_role(client, app, scene, role):
    """A guest changes nothing by POST; no form fails for anyone, even empty."""
    if role != "guest":
        sign_in(client, scene.people[role])
    wrong = []
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or rule.endpoint == "accounts.sign_out":
            continue
        status = client.post(address(app, rule, scene)).status_code
        if status >= 500 or (role == "guest" and status == 200):
            wrong.append(f"{role} at {rule.rule}: {status}")
    assert wrong == []


def test_every_form_carries_a_token_and_is_refused_without_it(client, app, scene):
    sign_in(client, scene.people["author"])
    app.config["WTF_CSRF_ENABLED"] = True
    page = client.get("/debates/new").text
    assert re.search(r'name="csrf_token"[^>]*value="[^"]+', page)
    refused = client.post(f"/posts/{scene.post.id}/withdraw", data={"reason": ""})
    assert refused.status_code == 403
    assert fresh(scene.post).state == "visible"


def test_a_text_sent_with_a_stale_token_is_kept_as_a_draft(client, app, scene):
    sign_in(client, scene.people["author"])
    app.config["WTF_CSRF_ENABLED"] = True
    sent = client.post(
        f"/debates/{scene.thread.key}/replies", data={"body": "No me pierdas", "csrf_token": "vieja"}
    )
    assert sent.status_code == 303
    assert "No me pierdas" in client.get(sent.location).text
