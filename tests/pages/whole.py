"""A forum with some of everything, who writes in it, and who reads what of each process."""

import random
from collections.abc import Iterator
from itertools import chain

from flask import Flask
from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.models import Tag, Thread
from forum.debates.views.addresses import thread_url
from forum.extensions import db
from forum.groups.models import Group
from tests.factories import make_group, make_reply, make_thread, make_user
from tests.pages.acts import REFUSED, acts, done
from tests.pages.processes import GZIP, Answer, Headers, Process, anew, form_of, session_of
from tests.pages.sending import forms

GUESTS = [{}, GZIP, {**GZIP, "Accept-Language": "en"}, {"Cookie": "language=en"}, {"Accept-Language": "gl"}]
FRONT = ["/", "/debates/", "/blog/", "/tags/"]
LISTS, LINKED, THREADS = 4, 2, 7  # of groups and tags, of threads: that guests look at around an act
MEMBERS = 2  # pages that two members look at, beside one that few may see
READERS = 5
LATE = 2  # how many of a thread's pages there are to look at: the last ones, beside the first

Look = tuple[str, Headers]  # at an address, by who sends this


class Forum:
    """A forum with some of everything, who reads it, and who writes."""

    def __init__(self, app: Flask, processes: list[Process], chance: random.Random) -> None:
        self.app, self.processes, self.chance = app, processes, chance
        self.people = [make_user(f"persona-{at}") for at in range(READERS)]
        others = [make_user(f"lejana-{at}") for at in range(3)]
        inside, moderator = self.people[1:3]
        shut = make_group("Taller", visibility="private", members=(inside,), moderators=(moderator,))
        places = [make_group("Vigo"), make_group("Lugo"), shut]
        writers = [*self.people, *others]
        entry = make_thread("Una entrada", kind="entry", author=others[0], tags=["etiqueta 2"])
        make_thread("Sobre la entrada", group=places[0], author=inside, linked=entry)
        make_thread("Otra entrada", kind="entry", author=inside, tags=["etiqueta 1"], pinned=True)
        make_thread("De un grupo", kind="entry", group=places[1], author=others[1])
        for at, posts in enumerate([23, 4, 4, 4]):
            thread = make_thread(f"Hilo {at}", group=places[at % 3], author=writers[at], tags=["etiqueta 1"])
            for _ in range(posts):
                make_reply(thread, author=chance.choice(writers))
        self.readers = [person.id for person in self.people]
        self.members = {person.id: {"Cookie": session_of(app, person)} for person in self.people}
        self.usual: dict[str, Process] = {}

    def everything(self, part: int, of: int) -> Iterator[str]:
        """Look at the forum around all that can be done, of which this is one part: gives what was done."""
        with self.app.test_request_context():
            names = sorted([*acts(self.chance, self.readers), *forms(self.chance, self.people[0])])
        for name in self.chance.sample(names[part::of], len(names[part::of])):
            looks = self.looks()
            for look in looks:
                self.process_of(look).read(*look)
            act = self.sent if name.startswith("send") else self.done
            if act(name):
                for look in looks:
                    self.compare(look, name)
                yield name

    def done(self, name: str) -> bool:
        """Do an act from beside the processes; whether there was anything to do it to."""
        return done(name, self.chance, self.readers)

    def sent(self, name: str) -> bool:
        """Send one of the forms to one of the processes, as somebody; whether there was anything to send."""
        for person in self.chance.sample(self.people, len(self.people)):
            try:
                with self.app.test_request_context():
                    path, fields = forms(self.chance, db.session.get_one(User, person.id))[name]()
            except REFUSED:
                continue
            finally:
                db.session.rollback()
            if self.post(self.chance.choice(self.processes), person, path, **fields).status == 303:
                return True
        return False

    def post(self, process: Process, person: User, path: str, **fields: object) -> Answer:
        """The answer of a process to a form that somebody sends."""
        headers, form = form_of(self.app, person, self.members[person.id]["Cookie"], **fields)
        answer = process.ask("POST", path, headers, form)
        assert answer.status < 500, (path, answer)
        return answer

    def addresses(self) -> tuple[list[str], list[str], list[str]]:
        """What there is to look at: threads, those that are linked first; lists; threads that few may see."""
        few = select(Group.id).where(Group.visibility == "private")
        with self.app.test_request_context():
            threads = db.session.scalars(select(Thread).order_by(Thread.linked_id.is_(None), Thread.id)).all()
            ends = {thread: (thread.last_number - 1) // 20 + 1 for thread in threads}
            pages = [thread_url(one, at) for one in threads for at in {1, *range(ends[one], 1, -1)[:LATE]}]
            hidden = db.session.scalars(select(Thread).where(Thread.group_id.in_(few)).order_by(Thread.id))
            inside = [thread_url(thread) for thread in hidden if thread.state == "visible"]
            groups = [f"/groups/{slug}" for slug in db.session.scalars(select(Group.slug))]
            tags = [f"/tags/{slug}" for slug in db.session.scalars(select(Tag.slug))]
        db.session.rollback()
        return pages, [*groups, *tags], inside

    def looks(self) -> list[Look]:
        """Some of what guests are shown, and some of what members are: each by who is inside, and another."""
        threads, lists, inside = self.addresses()
        chance = self.chance
        pages = [*FRONT, *chance.sample(lists, min(LISTS, len(lists))), *threads[:LINKED]]
        pages += chance.sample(threads[LINKED:], min(THREADS, len(threads) - LINKED))
        looks: list[Look] = [(page, chance.choice(GUESTS)) for page in pages]
        both = chance.sample(inside, min(1, len(inside))), chance.sample([*FRONT, *lists, *threads], MEMBERS)
        for address in chain(*both):
            for reader in (self.readers[1], chance.choice(self.readers)):
                looks.append((address, {**self.members[reader], **(GZIP if reader % 2 else {})}))
        return looks

    def process_of(self, look: Look) -> Process:
        """Who is asked for what is at an address: always the same, so that it may have it."""
        return self.usual.setdefault(look[0], self.chance.choice(self.processes))

    def compare(self, look: Look, act: str) -> None:
        """A process shows what a page made anew does, or says that it is still what it showed."""
        address, headers = look
        if "session=" in headers.get("Cookie", ""):
            anew(self.app, *look)  # which notes how far they read
        fresh, process = anew(self.app, *look), self.process_of(look)
        if process.read(*look, asking=self.chance.random() < 0.5) != fresh:
            again = anew(self.app, *look)
            assert again != fresh, (act, address, headers)  # or else a job changed it meanwhile
            assert process.read(*look) == again, (act, address, headers)
