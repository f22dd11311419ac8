"""The search for untranslated texts finds each kind, and nothing of what is translated or not read."""

import pytest

from scripts.texts.allowed import ALLOWED, is_allowed, unused
from scripts.texts.code import descendants, untranslated_code
from scripts.texts.expressions import untranslated_expressions
from scripts.texts.findings import Finding
from scripts.texts.markup import untranslated_markup
from scripts.texts.modules import untranslated_module

PAGE = "templates/page.html"


def in_template(source, path=PAGE):
    return [
        finding.text for finding in untranslated_markup(source, path) + untranslated_expressions(source, path)
    ]


def in_code(source, refusals=frozenset({"ThreadClosed"})):
    return [finding.text for finding in untranslated_code(source, "forum/room.py", refusals)]


def in_module(source):
    return [finding.text for finding in untranslated_module(source, "static/js/module.js")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Hola</p>", "Hola"),
        ("<p>{{ _('Hola') }}, amigo</p>", "□, amigo"),
        ("{% if x %}Cerrado{% endif %}", "Cerrado"),
        ("<p>{# nada #}Replies</p>", "Replies"),
        ("<p>«{{ title }}»</p>", "«□»"),
        ("<p>Uno&nbsp;m&aacute;s</p>", "Uno\xa0más"),
        ('<img src="{{ x }}" alt="Un gráfico">', "alt=Un gráfico"),
        ("<nav aria-label='Main'></nav>", "aria-label=Main"),
        ('<a {% if x %}title="Salir"{% endif %} href="/">{{ y }}</a>', "title=Salir"),
        ('<input placeholder="Buscar">', "placeholder=Buscar"),
        ('<input type="submit" value="Send">', "value=Send"),
        ('<meta name="description" content="A forum">', "content=A forum"),
        ('<p data-done="Ya está"></p>', "data-done=Ya está"),
        ("<title>{% block title %}Ayuda{% endblock %}</title>", "Ayuda"),
        ("<code>años</code>", "años"),
        ("{{ panel('Debates') }}", "Debates"),
        ("{{ title or 'Sin título' }}", "Sin título"),
        ("{% set words = {'open': 'Abierto'} %}", "Abierto"),
        ("{{ _('%(what)s', what='Una cosa') }}", "Una cosa"),
        ("{% set label %}Ver más{% endset %}", "Ver más"),
        ("{{ _('Hola, ' ~ name) }}", "Hola, "),
    ],
)
def test_a_text_in_a_template_is_found(source, text):
    assert in_template(source) == [text]


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ _('Hola') }}</p>",
        "<p>{{ ngettext('%(num)d hilo', '%(num)d hilos', n) }} · {{ pgettext('act', 'Retirar') }}</p>",
        "{% trans %}Hola, {{ name }}{% endtrans %}",
        '<p class="with-icon" id="t-email" data-thread-id="{{ x }}">{{ x }}, 1.000</p>',
        '<input type="hidden" name="action" value="publish"><input type="text" value="texto">',
        "<script>const el = 1;</script><code>-{{ _('palabra') }} author:</code>",
        "<{{ level }} class=\"post\">{{ url_for('debates.thread_list') }}</{{ level }}>",
        '{% macro lang_of(thing) %} lang="{{ thing.language }}"{% endmacro %}',
        '<a{% if open %} aria-current="page"{% endif %}>{{ x }}</a>',
    ],
)
def test_what_is_translated_or_not_read_is_left_alone(source):
    assert in_template(source) == []


def test_a_mail_is_all_text():
    assert in_template("{{ _('Hola') }}\n\nGracias por avisar.\n", "templates/mail/x.txt") == [
        "Gracias por avisar."
    ]


def test_a_finding_says_where_it_stands():
    [found] = untranslated_markup("<div>\n{{ _('Uno') }}\n{% if x %}\n<p>Dos</p>\n{% endif %}</div>", PAGE)
    assert str(found) == "templates/page.html:4: not translated: Dos"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("say('Aún no')", "Aún no"),
        ("say('Falta el motivo')", "Falta el motivo"),
        ("say(f'{n} mensajes de {x}')", " mensajes de "),
        ("flash('Saved.')", "Saved."),
        ("raise ThreadClosed('Closed.')", "Closed."),
        ("raise ValidationError('Too long')", "Too long"),
        ("Length(max=9, message='Too long')", "Too long"),
        ("StringField('Title')", "Title"),
        ("StringField(label='Title')", "Title"),
        ("SelectChoice('spam', 'Advertising')", "Advertising"),
        ("abort(404, 'Nothing here')", "Nothing here"),
        ("class A:\n    message = 'Closed.'", "Closed."),
        ("_('%(x)s', x='Año nuevo')", "Año nuevo"),
        ("_(f'Hola {x}')", "Hola "),
        ("_('Hola' + x)", "Hola"),
        ("_(x or 'Hola')", "Hola"),
        ("flash('Closed.' if x else y)", "Closed."),
        ("form.email.errors = [*form.email.errors, 'Wrong.']", "Wrong."),
        ("StringField(x, render_kw={'placeholder': 'Buscar'})", "Buscar"),
    ],
)
def test_a_text_in_the_program_is_found(source, text):
    assert in_code(source) == [text]


@pytest.mark.parametrize(
    "source",
    [
        '"""Lo que dice «hola»."""',
        "def f():\n    '''Según la ley.'''\n    return 1",
        "flash(_('Guardado.'))",
        "class A:\n    message = _l('Está cerrado.')",
        "ngettext('Espera %(num)d minuto', 'Espera %(num)d minutos', n)",
        "raise ValueError('a person without an address')",
        "SelectChoice('spam', _l('Publicidad'))",
        "log.info('sent', recipient=x)",
        "re.compile('[a-z]+')",
    ],
)
def test_documentation_and_what_nobody_is_told_is_left_alone(source):
    assert in_code(source) == []


def test_whatever_comes_from_a_refusal_is_told():
    sources = [
        "class Conflict(refusals.Refusal): pass",
        "class Closed(Conflict): pass\nclass Other(Exception): pass",
    ]
    assert descendants(iter(sources), "Refusal") == {"Refusal", "Conflict", "Closed"}


def test_what_is_translated_inside_an_f_string_is_found_for_no_catalogue_gets_it():
    assert in_code("""said = f"-{_('palabra')}" """) == ["palabra"]
    assert in_code("word = _('palabra')\nsaid = f'-{word}'") == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("note.textContent = 'Copiado';", "Copiado"),
        ("note.textContent = `Quedan ${n} por subir`;", "Quedan ${n} por subir"),
        ('alert("Something went wrong");', "Something went wrong"),
    ],
)
def test_a_text_in_a_module_is_found(source, text):
    assert [found.strip("`") for found in in_module(source)] == [text]


def test_a_module_may_name_what_is_on_the_page():
    assert in_module("// «Ya está»\nconst all = document.querySelectorAll('details.menu, [data-x]');") == []


def test_what_is_allowed_is_so_only_where_it_stands():
    path, start = next(iter(ALLOWED))
    assert is_allowed(Finding(path, 1, f"{start} and more"))
    assert not is_allowed(Finding("forum/other.py", 1, start))


def test_what_is_allowed_and_gone_is_told():
    assert len(unused([])) == len(ALLOWED)
