"""The application factory: settings, libraries, rooms. forum/commands.py adds the command line."""

from flask import Flask
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings, read_settings
from forum import permissions
from forum.accounts.languages import page_language
from forum.accounts.views import bp as accounts
from forum.admin.views import bp as admin
from forum.blog.views import bp as blog
from forum.context import init_context
from forum.debates.views import bp as debates
from forum.errors import init_errors, too_many
from forum.extensions import babel, csrf, db, limiter, login_manager
from forum.groups.queries import current_viewer
from forum.groups.views import bp as groups
from forum.home.views import bp as home
from forum.importers.views import bp as importers
from forum.lib.admission import init_admission
from forum.lib.assets import init_assets
from forum.lib.dates import init_dates
from forum.lib.forms import init_forms
from forum.lib.headers import init_headers
from forum.lib.icons import init_icons
from forum.lib.jobs import init_jobs
from forum.lib.limits import limits_storage
from forum.lib.locale import init_catalogues
from forum.lib.logs import init_logs
from forum.lib.numbers import init_numbers
from forum.lib.pages import hear_writes, init_members, init_pages
from forum.lib.plain import init_plain
from forum.lib.replica import HASTE, REPLICA, init_replica
from forum.lib.requests import init_requests
from forum.lib.secret_files import secret_file
from forum.lib.transactions import engine_options, set_up_postgresql, set_up_sqlite
from forum.lib.typography import init_typography
from forum.lib.urls import IdConverter, KeyConverter, Prefix, init_urls
from forum.lib.zipped import init_zipped
from forum.menu import init_menu
from forum.moderation.views import bp as moderation
from forum.notifications.views import bp as notifications
from forum.profiles.views import bp as profiles
from forum.search.saved.views import bp as saved
from forum.search.similar.views import bp as similar
from forum.search.views import bp as search
from forum.shown import SHOWN
from forum.straight import init_straight

BLUEPRINTS = (
    accounts,
    groups,
    debates,
    blog,
    notifications,
    saved,
    search,
    similar,
    moderation,
    profiles,
    home,
    admin,
    importers,
)
LARGEST_REQUEST = 12 * 1024 * 1024


def create_app(settings: Settings | None = None, *, testing: bool = False) -> Flask:
    """The application, from the settings of the environment if none are given. Raises SettingError."""
    settings = settings or read_settings()
    app = Flask("forum", root_path=str(ROOT), static_folder=None, template_folder="templates")
    configure(app, settings, testing)
    init_zipped(app)
    init_logs(app)
    init_extensions(app, settings)
    init_requests(app)
    init_headers(app)
    init_dates(app)
    init_numbers(app)
    init_plain(app)
    init_typography(app)
    init_catalogues(app)
    init_assets(app)
    init_icons(app)
    init_urls(app)
    init_forms(app)
    init_context(app)
    init_menu(app)
    init_errors(app)
    init_jobs(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def configure(app: Flask, settings: Settings, testing: bool) -> None:
    """Put the settings where Flask and its extensions look for theirs."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    scheme, _, rest = settings.base_url.partition("://")
    host, slash, path = rest.partition("/")
    app.config.update(
        {name.upper(): getattr(settings, name) for name in settings.__dataclass_fields__},
        SETTINGS=settings,
        TESTING=testing,
        SECRET_KEY=settings.secret_key or secret_file(settings.data_dir / "secret.key"),
        **databases(settings),
        SERVER_NAME=host,
        APPLICATION_ROOT=slash + path or "/",
        PREFERRED_URL_SCHEME=scheme,
        SESSION_COOKIE_SECURE=scheme == "https",
        SESSION_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=scheme == "https",
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_HTTPONLY=True,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,  # forms speak in our own words; the library's would be read at each request
        BABEL_DEFAULT_LOCALE=settings.language,
        BABEL_DEFAULT_TIMEZONE=settings.timezone,
        BABEL_TRANSLATION_DIRECTORIES="translations",
        RATELIMIT_ENABLED=settings.rate_limits,
        **limits_storage(settings.redis_url),
    )
    app.url_map.converters.update(key=KeyConverter, id=IdConverter)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    init_straight(app)
    init_admission(app, too_many)
    init_pages(app)
    init_members(app)
    if slash:
        app.wsgi_app = Prefix(app.wsgi_app, slash + path)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def databases(settings: Settings) -> dict[str, object]:
    """The database as Flask-SQLAlchemy is told of it, and its replica, if there is one."""
    url, replica = settings.database_url, settings.replica_url
    said: dict[str, object] = {"SQLALCHEMY_DATABASE_URI": url}
    if not replica:
        return {**said, "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url)}
    other = {"url": replica, **engine_options(replica, **HASTE)}
    return {
        **said,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url, **HASTE),
        "SQLALCHEMY_BINDS": {REPLICA: other},
    }


def init_extensions(app: Flask, settings: Settings) -> None:
    """Bind the libraries to the application."""
    db.init_app(app)
    set_up = set_up_sqlite if settings.database_url.startswith("sqlite:") else set_up_postgresql
    with app.app_context():
        set_up(db.engine)
    init_replica(app)
    hear_writes(app, SHOWN)
    babel.init_app(app, locale_selector=page_language)
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app, add_context_processor=False)  # it would ask the database on every error page
    app.jinja_env.globals["current_user"] = current_user
    permissions.recognise(current_viewer)
