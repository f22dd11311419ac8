"""People: the list, each one's page and feed, and the form where one says who one is."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from forum.accounts.actions import refuse_team_name
from forum.accounts.models import User
from forum.debates import queries as debates
from forum.debates.views.feeds import Place, feed_of, reader
from forum.extensions import limiter
from forum.lib.html import own_words, summary
from forum.lib.keys import asked_cursor
from forum.lib.limits import POSTING, by_person
from forum.lib.refusals import Invalid
from forum.lib.transactions import transaction
from forum.permissions import require, viewer
from forum.profiles import queries
from forum.profiles.actions import edit_profile
from forum.profiles.forms import ProfileForm, filled
from forum.profiles.views.blueprint import Answer, bp


@bp.get("/people/")
def people() -> str:
    """Everyone in Spanish order, or those whose name has `q` in it."""
    name = request.args.get("q", "").strip()[:80]
    page = queries.people_page(name, request.args.get("after"))
    return render_template("profiles/people.html", people=page, q=name)


@bp.get("/people/<username>")
def person(username: str) -> Answer:
    """A person's page; another case of the name redirects to the right one."""
    found = queries.find_person(username)
    if found.username != username:
        return moved(".person", found)
    tab = request.args.get("tab", "")
    tab = tab if tab in queries.TABS else ""
    counts = queries.contributions(found, viewer())
    return render_template(
        "profiles/person.html",
        person=found,
        tab=tab,
        counts=counts,
        totals={
            name: sum(getattr(row, name) for row in counts) for name in ("debates", "entries", "replies")
        },
        posts=queries.acts(found, viewer(), tab, asked_cursor()),
        excerpt=lambda post: summary(own_words(post.body_html)),
    )


@bp.get("/people/<username>/feed.atom")
def feed(username: str) -> AnyResponse:
    """A person's latest posts: those that everyone may read, or whoever's token asks."""
    found = queries.find_person(username)
    if found.username != username:
        return moved(".feed", found)
    posts = debates.person_posts(reader(), found.id, asked_cursor())
    own = {"username": found.username}
    return feed_of(posts, found.name, Place("profiles.feed", own), Place("profiles.person", own))


@bp.get("/me")
def me() -> AnyResponse:
    """Lead to one's own page."""
    require(viewer(), "profile.own")
    return to_page(current_user)


@bp.route("/me/profile", methods=["GET", "POST"])
@limiter.limit(POSTING, key_func=by_person, methods=["POST"])
def edit() -> Answer:
    """The form of one's own profile: 303 to the page that shows it, or 422."""
    require(viewer(), "profile.own")
    myself = current_user._get_current_object()
    require(viewer(), "profile.edit", myself)
    form = ProfileForm(data=filled(myself))
    bio = form.rendered() if request.method == "POST" else None
    if bio is None:
        page = render_template("profiles/edit.html", form=form)
        return page, 200 if request.method == "GET" else 422
    try:
        with transaction():
            refuse_team_name(form.display_name.data, myself, "display_name")
            edit_profile(myself, form.words(), bio, form.filled_links())
    except Invalid as refused:
        form.display_name.errors = [str(refused)]
        return render_template("profiles/edit.html", form=form), 422
    flash(_("Perfil guardado."))
    return to_page(myself)


def moved(endpoint: str, person: User) -> AnyResponse:
    """Lead to the right case of the name, with the rest of the address as it was."""
    query = request.query_string.decode("ascii", "replace")
    address = url_for(endpoint, username=person.username)
    return redirect(f"{address}?{query}" if query else address, 301)


def to_page(someone: User) -> AnyResponse:
    """Lead to a person's page, after a form."""
    return redirect(url_for(".person", username=someone.username), 303)
