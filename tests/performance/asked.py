"""What is asked beside the pages of bench/pages.py: searches, forms, and what people do, each by its name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, select

from bench.pages import last_full_page, longest_threads, path_of, person_with
from forum.accounts.models import User
from forum.debates.models import Post, Tag, Thread, Transfer
from forum.extensions import db
from forum.groups.models import Group
from forum.moderation.models import Case
from forum.notifications.models import SavedSearch
from forum.search.models import SearchWord

TEXT = "La plantilla no llega y el registro cierra a mediodía: preguntamos en la oficina de Lugo."
MIDDLING = 8, 60  # posts of the threads that are worked on: work on a thread reads all of it
LONG = 7  # letters of a word that is none of those that count for nothing
WHY = "Repite lo que otro hilo dice ya."


@dataclass(frozen=True)
class Asked:
    """A request of a guest, or of the person with that id; what a form sends, if there is one.

    `status` answers it where it did what it is for.
    """

    path: str
    person: int | None = None
    form: Mapping[str, str] | None = None
    status: int = 200


def sent(path: str, person: int, status: int = 303, **form: str) -> Asked:
    """A form that does what it is for."""
    return Asked(path, person, form, status)


def everything() -> Iterator[tuple[str, Asked]]:
    """All of it by name, in an order in which it can be done; each is made once the one before was done."""
    member, moderator = person_with("member"), person_with("moderator", "admin")
    yield from searches(member)
    yield from forms(member, moderator)
    yield from done(member)
    yield from decided(moderator)


def searches(member: int) -> Iterator[tuple[str, Asked]]:
    """The ways to search as a guest, and some as a member, who may look into more and find their own."""
    by_use = select(SearchWord.written).order_by(SearchWord.posts.desc(), SearchWord.written)
    common = db.session.scalars(by_use.where(func.length(SearchWord.word) >= LONG).limit(3)).all()
    rare = db.session.scalars(select(SearchWord.written).order_by(SearchWord.posts).limit(1)).one()
    (thread,) = longest_threads(1)
    writer = db.session.get_one(User, thread.author_id).username
    tag = db.session.scalars(select(Tag.slug).order_by(Tag.thread_count.desc()).limit(1)).one()
    group = db.session.scalars(select(Group.slug).where(Group.visibility == "open").limit(1)).one()
    word, words = common[0], " ".join(common)
    asked = {
        "form": "/search",
        "a common word": f"/search?q={word}",
        "a rare word": f"/search?q={rare}",
        "several words": f"/search?q={words}",
        "any of several words": f"/search?q={' O '.join(common)}",
        "a phrase": f'/search?q="{common[0]} {common[1]}"',
        "a beginning": f"/search?q={word[:4]}*",
        "without a word": f"/search?q={word} -{common[1]}",
        "a slip": f"/search?q={word[:-1]}x{word[-1]}",
        "nothing": "/search?q=zzyzx",
        "of an author": f"/search?q={word}&author={writer}",
        "all of an author": f"/search?author={writer}",
        "with a tag": f"/search?q={word}&tag={tag}",
        "all with a tag": f"/search?tag={tag}",
        "in a group": f"/search?q={word}&group={group}",
        "all in a group": f"/search?group={group}",
        "of a kind": f"/search?q={word}&kind=entry",
        "all of a kind": "/search?kind=entry",
        "of some days": f"/search?q={word}&since=30d",
        "all of some days": "/search?since=30d",
        "in a thread": f"/search?q={word}&thread={thread.id}",
        "in titles": f"/search?q={word} en:título",
        "of an organisation": f"/search?q={word} organismo:{organisation()}",
        "posts": f"/search?q={word}&view=posts",
        "next page": f"/search?q={word}&view=posts&page=2",
        "newest": f"/search?q={word}&order=newest",
        "oldest": f"/search?q={word}&order=oldest",
        "by activity": f"/search?q={word}&order=activity",
        "by replies": f"/search?q={word}&order=replies",
        "feed": f"/search.atom?q={word}",
    }
    for name, path in asked.items():
        yield f"search, {name}", Asked(path)
    for name in ("a common word", "several words", "all in a group", "newest", "feed"):
        yield f"search, {name}, signed in", Asked(asked[name], member)
    title = f"/search/similar?title={thread.title}"
    yield "search, similar", Asked(title)
    yield "search, similar, signed in", Asked(title, member)
    yield "search, own posts", Asked(f"/search?q={word} me:autor", member)
    yield "search, followed", Asked(f"/search?q={word} me:sigo", member)
    yield "search, saving", sent("/me/searches", member, search=f"/search?q={word}")
    saved = f"/me/searches/{newest(SavedSearch)}"
    yield "search, saved", Asked(saved, member, status=302)
    yield "search, news", Asked(f"{saved}/news", member)


def forms(member: int, moderator: int) -> Iterator[tuple[str, Asked]]:
    """The forms, empty or filled with what is there."""
    mine, opening = own_post(member, Post.number > 1), own_post(member, Post.number == 1)
    theirs = others_post(member)
    thread, other = longest_threads(2)
    paths = {
        "new debate": "/debates/new",
        "new entry": "/blog/new",
        "permalink": f"/posts/{theirs.id}",
        "edit a reply": f"/posts/{mine.id}/edit",
        "edit an opening": f"/posts/{opening.id}/edit",
        "withdraw": f"/posts/{mine.id}/withdraw",
        "flag a post": f"/posts/{theirs.id}/flags",
        "flag a person": f"/people/{name_of(moderator)}/flags",
        "unread": f"/unread/{thread.id}",
        "own profile": "/me/profile",
        "settings": "/me/settings",
        "settings of news": "/notifications/settings",
        "export": "/me/export",
    }
    team = {
        "merge": f"/moderation/threads/{other.id}/merge",
        "split": f"/moderation/threads/{thread.id}/split",
        "move posts": f"/moderation/threads/{thread.id}/move-posts",
        "arrange": f"/moderation/threads/{thread.id}/arrange",
        "edit another's": f"/moderation/posts/{theirs.id}/edit",
        "marks": f"/moderation/posts/{theirs.id}/marks",
        "group's people": f"/groups/{an_open_group().slug}/people",
        "summary": "/moderation/summary",
        "saved replies": "/moderation/replies",
        "state of the index": "/admin/search",
    }
    for name, path in paths.items():
        yield f"form, {name}", Asked(path, member, status=302 if name in ("permalink", "unread") else 200)
    for name, path in team.items():
        yield f"form, {name}", Asked(path, moderator)


def done(member: int) -> Iterator[tuple[str, Asked]]:
    """What a member does."""
    mine, opening = own_post(member, Post.number > 1), own_post(member, Post.number == 1)
    theirs = others_post(member)
    thread, other = longest_threads(2)
    place = path_of(other)
    yield "act, reading on", Asked(path_of(thread, last_full_page(thread)), member)
    yield "act, following", sent(f"{place}/follow", member, action="follow")
    yield "act, following no more", sent(f"{place}/follow", member, action="unfollow")
    answer = sent(f"{place}/replies", member, body=f"{TEXT} @{name_of(theirs.author_id)}", reply_to="2")
    yield "act, preview of a reply", sent(f"{place}/replies", member, 200, body=TEXT, action="preview")
    yield "act, draft of a reply", sent(f"{place}/replies", member, body=TEXT, action="draft")
    yield "act, reply", answer
    yield (
        "act, new debate",
        sent(
            "/debates/new", member, title="Un debate", body=TEXT, group=an_open_group().slug, tags="uno, dos"
        ),
    )
    yield "act, new entry", sent("/blog/new", member, title="Una entrada", body=TEXT, tags="uno")
    edited = {"body": TEXT, "reason": "Faltaba la oficina."}
    yield "act, edit a reply", sent(f"/posts/{mine.id}/edit", member, **edited, revision=str(mine.revision))
    yield (
        "act, edit an opening",
        sent(
            f"/posts/{opening.id}/edit",
            member,
            **edited,
            revision=str(opening.revision),
            title="Otro",
            tags="dos",
        ),
    )
    yield "act, versions of it", Asked(f"/posts/{mine.id}/revisions", member)
    yield "act, withdraw", sent(f"/posts/{mine.id}/withdraw", member, reason="Me equivoqué.")
    yield "act, flag a post", sent(f"/posts/{theirs.id}/flags", member, reason="spam", note="Anuncia algo.")
    person = name_of(theirs.author_id)
    yield "act, flag a person", sent(f"/people/{person}/flags", member, reason="spam", note="Anuncia algo.")
    yield "act, read the news", sent("/notifications/read", member)


def decided(moderator: int) -> Iterator[tuple[str, Asked]]:
    """What a moderator does."""
    thread, other, third = middling_threads(3)
    of_others = select(Case).where(Case.state == "new", Case.about_id != moderator, Case.post_id.is_not(None))
    case, another = db.session.scalars(of_others.order_by(Case.id.desc()).limit(2)).all()
    yield "act, take a case", sent(f"/moderation/cases/{case.id}/take", moderator)
    yield "act, dismiss a case", sent(f"/moderation/cases/{case.id}", moderator, act="dismiss", reason=WHY)
    yield (
        "act, hide a case's post",
        sent(f"/moderation/cases/{another.id}", moderator, act="remove", reason=WHY),
    )
    words = f"/moderation/threads/{other.id}/merge"
    yield (
        "act, look for a thread to merge into",
        sent(words, moderator, 422, target=thread.title[:20], reason=WHY),
    )
    merged = sent(words, moderator, target=str(third.id), reason=WHY)
    yield "act, preview of a merger", replace(merged, status=200)
    moved = sent(
        f"/moderation/threads/{thread.id}/move-posts",
        moderator,
        target=str(third.id),
        numbers="2-3",
        reason=WHY,
        action="do",
    )
    yield "act, move posts", moved
    yield "act, undo that", sent(f"/moderation/transfers/{newest(Transfer)}/undo", moderator)
    yield (
        "act, split",
        sent(
            f"/moderation/threads/{thread.id}/split",
            moderator,
            title="Aparte",
            numbers="4-5",
            group=an_open_group().slug,
            reason=WHY,
            action="do",
        ),
    )
    yield "act, merge", replace(merged, form={**(merged.form or {}), "action": "do"})
    yield "act, close a thread", sent(f"/moderation/threads/{third.id}", moderator, act="close", reason=WHY)


def own_post(member: int, which: ColumnElement[bool]) -> Post:
    """The member's newest post of which this is true."""
    own = select(Post).where(Post.author_id == member, which, Post.state == "visible")
    return db.session.scalars(own.order_by(Post.id.desc()).limit(1)).one()


def others_post(member: int) -> Post:
    """A post that the member did not write, in the longest thread."""
    (thread,) = longest_threads(1)
    posts = select(Post).where(Post.thread_id == thread.id, Post.author_id != member, Post.number > 20)
    return db.session.scalars(posts.where(Post.state == "visible").order_by(Post.number).limit(1)).one()


def middling_threads(many: int) -> Sequence[Thread]:
    """Debates of members, neither short nor long, in open groups."""
    debates = select(Thread).join(Thread.author).join(Thread.group)
    shown = Thread.kind == "debate", Thread.state == "visible", Group.visibility == "open", ~Thread.closed
    found = debates.where(*shown, User.role == "member", Thread.last_number.between(*MIDDLING))
    return db.session.scalars(found.order_by(Thread.last_number.desc(), Thread.id).limit(many)).all()


def an_open_group() -> Group:
    """A group where everybody may write."""
    return db.session.scalars(
        select(Group).where(Group.visibility == "open").order_by(Group.thread_count.desc()).limit(1)
    ).one()


def organisation() -> str:
    """A word of the name of an organisation that somebody works for."""
    said = select(User.organisation).where(User.organisation != "").order_by(User.id)
    return str(db.session.scalars(said.limit(1)).one()).split()[-1]


def newest(kind: type[SavedSearch | Transfer]) -> int:
    """The id of the row of a table that was made last."""
    return db.session.scalars(select(kind.id).order_by(kind.id.desc()).limit(1)).one()


def name_of(person: int | None) -> str:
    """The username of a person."""
    return db.session.get_one(User, person).username
