"""The administrators' page says in words what the audit log has in codes."""

import re

import lxml.html
import pytest

from config import ROOT
from forum.admin.codes import ACTS, THINGS
from forum.admin.wording import detail_words
from forum.audit.actions import record
from forum.lib.transactions import transaction
from tests.audit.test_every_act import ALONE, COMMANDS, FORMS
from tests.factories import make_user, sign_in

RECORDED = re.compile(r'record(?:_sealed)?\(\s*"([a-z_]+\.[a-z_]+)"')


def test_every_act_has_words():
    code = "".join(path.read_text() for path in (ROOT / "forum").rglob("*.py"))
    acts = set(RECORDED.findall(code)) | {act for act, _ in (FORMS | COMMANDS).values()}
    acts |= {act for _, act, _ in ALONE.values()}
    assert len(acts) > 50
    assert acts - ACTS.keys() == set()


def test_codes_are_beside_their_words(client):
    sign_in(client, make_user(role="admin"))
    with transaction():
        record("decision.take", "decision", 3, None, what="hide")
        record("thread.arrange", "thread", 8, None, changed=["closes_at", "title"])
        record("thing.unheard_of", "gadget", None, None, size="XL")
    found = client.get("/admin/audit").text
    rows = [
        re.sub(r"\s+", " ", row.text_content()) for row in lxml.html.fromstring(found).xpath("//tbody/tr")
    ]
    for row, words in zip(
        rows,
        (
            "thing.unheard_of thing.unheard_of|gadget|size: XL",
            "Hilo ordenado thread.arrange|hilo 8|cambió: cuándo se cierra, título",
            "Decisión tomada decision.take|decisión 3|qué: ocultar",
        ),
        strict=False,
    ):
        assert [one for one in words.split("|") if one not in row] == []
    assert 'data-code="what=hide"' in found
    assert '<option value="decision.take">Decisión tomada (decision.take)</option>' in found
    assert '<option value="thread">hilo</option>' in found
    assert "gadget" not in THINGS


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"reason": "personal_data", "source": "automatic"},
         ["motivo: datos personales", "de dónde viene: detección automática"]),
        ({"left": "member", "entered": "admin"}, ["ahora: administración", "antes: miembro"]),
        ({"to": None, "moderator": True}, ["modera: sí", "destino: nada"]),
        ({"before": {"new_links": 5}, "after": {"new_links": 2}},
         ["ahora: enlaces de quien acaba de llegar (2)", "antes: enlaces de quien acaba de llegar (5)"]),
        ({"engine": "Whoosh", "says": "ab12", "via": "page"}, ["motor: Whoosh"]),
    ],
)  # fmt: skip
def test_details_in_words(app, details, words):
    with app.test_request_context():
        assert [text for _, text in detail_words(details)] == words
