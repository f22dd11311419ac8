"""Who may do what, in one place: the rules that the rooms declare, against a table written by hand, and every
route against every role."""

import re
from dataclasses import dataclass

import pytest

from forum.debates.queries import find_post, find_thread
from forum.groups.queries import viewer_of
from forum.lib.transactions import transaction
from forum.moderation.actions import flag_post
from forum.moderation.queries import find_case
from forum.permissions import GUEST, TABLE, Viewer, may
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in

ROLES = ("guest", "member", "author", "group moderator", "moderator", "admin")

# act → who may do it to a shown post, its open thread, or its group; everyone else may not
ALLOWED = {
    "account.settings": "member, author, group moderator, moderator, admin",
    "admin.enter": "admin",
    "case.decide": "group moderator, moderator, admin",
    "draft.use": "member, author, group moderator, moderator, admin",
    "file.upload": "member, author, group moderator, moderator, admin",
    "moderation.enter": "group moderator, moderator, admin",
    "news.read": "member, author, group moderator, moderator, admin",
    "page.edit": "admin",
    "post.decide": "group moderator, moderator, admin",
    "post.edit": "author",
    "post.flag": "member, group moderator, moderator, admin",
    "post.history": "author, group moderator, moderator, admin",
    "post.moderate": "group moderator, moderator, admin",
    "post.withdraw": "author",
    "profile.edit": "author",
    "profile.own": "member, author, group moderator, moderator, admin",
    "search.save": "member, author, group moderator, moderator, admin",
    "thread.follow": "member, author, group moderator, moderator, admin",
    "thread.moderate": "group moderator, moderator, admin",
    "thread.open": "member, author, group moderator, moderator, admin",
    "thread.receive": "group moderator, moderator, admin",
    "thread.reply": "member, author, group moderator, moderator, admin",
}


@dataclass
class Scene:
    """A thread in an open group, with someone in each role."""

    group: object
    thread: object
    post: object
    people: dict


@pytest.fixture
def scene(app):
    people = {
        "member": make_user(),
        "author": make_user(),
        "group moderator": make_user(),
        "moderator": make_user(role="moderator"),
        "admin": make_user(role="admin"),
    }
    group = make_group(moderators=(people["group moderator"],))
    thread = make_thread(group=group, author=people["author"])
    return Scene(group, thread, opening_of(thread), people)


def viewer_in(scene, role):
    return GUEST if role == "guest" else viewer_of(scene.people[role])


def thing_of(scene, act):
    """What an act is done to, loaded as a view has it."""
    everyone = Viewer(1, frozenset({"member", "moderator", "admin"}))
    if act == "case.decide":
        with transaction():
            case_id = flag_post(fresh(scene.post), fresh(scene.people["member"]), "spam").case_id
        return find_case(case_id, everyone)
    if act.startswith("post."):
        return find_post(scene.post.id, everyone)
    if act in ("thread.open", "thread.receive"):
        return fresh(scene.group)
    if act.startswith("thread."):
        return find_thread(scene.thread.id, everyone)
    if act == "profile.edit":
        return scene.people["author"]
    return None


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


def test_a_misspelt_act_never_grants():
    with pytest.raises(KeyError):
        may(GUEST, "post.edti")


ONLY_MODERATORS = {"moderation.queue", "moderation.pending", "moderation.resolved", "moderation.log"}
ONLY_ADMINS = {
    "admin.audit_log", "admin.groups", "home.edit_page", "home.operator", "home.page_history",
    "home.page_list", "home.reset_page",
}  # fmt: skip
ONLY_PEOPLE = {
    "accounts.settings", "debates.claim_held", "debates.drafts", "debates.new_thread", "notifications.news",
    "notifications.preferences", "profiles.edit",
    "profiles.me", "saved.searches",
}  # fmt: skip


def routes(app):
    return sorted((rule.endpoint, rule) for rule in app.url_map.iter_rules() if "GET" in rule.methods)


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
        "draft_id": 1,
        "case_id": 1,
        "search_id": 1,
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
