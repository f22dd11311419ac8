"""The values of the operators that take one of a few, in five languages.

The first word of each language is the one that we show. Questions, polls, manifestos and courses are valid
kinds that nobody has written yet.
"""

from collections.abc import Mapping
from difflib import get_close_matches

from forum.lib.slugs import slugify
from forum.search.query.operators import meanings

KINDS: Mapping[str, Mapping[str, str]] = {
    "debate": {
        "es": "debate debates",
        "ca": "debat debats",
        "gl": "debate debates",
        "eu": "eztabaida eztabaidak",
        "en": "debate debates",
    },
    "entry": {
        "es": "entrada entradas blog",
        "ca": "entrada entrades blog",
        "gl": "entrada entradas blog",
        "eu": "sarrera sarrerak bloga blog",
        "en": "entry entries blog",
    },
    "question": {
        "es": "pregunta preguntas",
        "ca": "pregunta preguntes",
        "gl": "pregunta preguntas",
        "eu": "galdera galderak",
        "en": "question questions",
    },
    "poll": {
        "es": "encuesta encuestas",
        "ca": "enquesta enquestes",
        "gl": "enquisa enquisas",
        "eu": "inkesta inkestak",
        "en": "poll polls survey",
    },
    "manifesto": {
        "es": "manifiesto manifiestos",
        "ca": "manifest manifestos",
        "gl": "manifesto manifestos",
        "eu": "manifestu manifestua",
        "en": "manifesto manifestos",
    },
    "course": {
        "es": "curso cursos",
        "ca": "curs cursos",
        "gl": "curso cursos",
        "eu": "ikastaro ikastaroa",
        "en": "course courses",
    },
}
PARTS: Mapping[str, Mapping[str, str]] = {
    "title": {
        "es": "título títulos",
        "ca": "títol títols",
        "gl": "título títulos",
        "eu": "izenburua izenburu",
        "en": "title titles",
    },
    "opening": {
        "es": "apertura",
        "ca": "obertura",
        "gl": "apertura",
        "eu": "hasiera",
        "en": "opening first",
    },
    "replies": {
        "es": "respuestas respuesta",
        "ca": "respostes resposta",
        "gl": "respostas resposta",
        "eu": "erantzunak erantzuna erantzun",
        "en": "replies reply",
    },
}
STATES: Mapping[str, Mapping[str, str]] = {
    "open": {
        "es": "abierto abierta abiertos",
        "ca": "obert oberta oberts",
        "gl": "aberto aberta abertos",
        "eu": "irekia ireki",
        "en": "open",
    },
    "closed": {
        "es": "cerrado cerrada cerrados",
        "ca": "tancat tancada tancats",
        "gl": "pechado pechada pechados",
        "eu": "itxia itxi",
        "en": "closed",
    },
    "unanswered": {
        "es": "sin-respuesta sin-respuestas",
        "ca": "sense-resposta sense-respostes",
        "gl": "sen-resposta sen-respostas",
        "eu": "erantzun-gabe erantzun-gabea",
        "en": "unanswered noreplies",
    },
    "pinned": {
        "es": "fijado fijada fijados",
        "ca": "fixat fixada fixats",
        "gl": "fixado fixada fixados",
        "eu": "finkatua finkatu",
        "en": "pinned",
    },
    "solved": {
        "es": "resuelto resuelta resueltos",
        "ca": "resolt resolta resolts",
        "gl": "resolto resolta resoltos",
        "eu": "ebatzia ebatzi",
        "en": "solved",
    },
    "unsolved": {
        "es": "sin-resolver",
        "ca": "sense-resoldre",
        "gl": "sen-resolver",
        "eu": "ebatzi-gabe ebatzi-gabea",
        "en": "unsolved",
    },
}
ORDERS: Mapping[str, Mapping[str, str]] = {
    "relevance": {
        "es": "relevancia",
        "ca": "rellevància",
        "gl": "relevancia",
        "eu": "egokienak egokiena",
        "en": "relevance",
    },
    "newest": {
        "es": "recientes reciente",
        "ca": "recents recent",
        "gl": "recentes recente",
        "eu": "berrienak berriena",
        "en": "newest latest",
    },
    "oldest": {
        "es": "antiguos antiguo antiguas",
        "ca": "antics antic antigues",
        "gl": "antigos antigo antigas",
        "eu": "zaharrenak zaharrena",
        "en": "oldest",
    },
    "activity": {
        "es": "actividad",
        "ca": "activitat",
        "gl": "actividade",
        "eu": "jarduera",
        "en": "activity active",
    },
    "replies": PARTS["replies"],
}
MINE: Mapping[str, Mapping[str, str]] = {
    "mine": {
        "es": "míos mío mía mías",
        "ca": "meus meu meva meves",
        "gl": "meus meu miña miñas",
        "eu": "nireak nirea nire",
        "en": "mine",
    },
    "followed": {
        "es": "seguidos seguido seguidas sigo",
        "ca": "seguits seguit seguides segueixo",
        "gl": "seguidos seguido seguidas sigo",
        "eu": "jarraituak jarraitua jarraitu",
        "en": "followed following",
    },
}
CHOICES = {"kind": KINDS, "part": PARTS, "status": STATES, "order": ORDERS, "me": MINE}
WORDS = {name: meanings(choices) for name, choices in CHOICES.items()}


def chosen(name: str, text: str) -> str:
    """The value of the operator `name` that a text means; empty if it means none."""
    return WORDS[name].get(slugify(text), "")


def shown(name: str, value: str, language: str) -> str:
    """A value as this language's help shows it."""
    return CHOICES[name][value][language].split()[0]


def nearest(name: str, text: str) -> str:
    """The value of the operator `name` that a text is but a slip away from, in whatever language."""
    close = get_close_matches(slugify(text), list(WORDS[name]), n=1)
    return WORDS[name][close[0]] if close else ""
