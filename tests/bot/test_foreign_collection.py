"""A batch over records of another field: nothing that the sample network knows gets in the way."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.lookup import Looking, questions
from bot.router import Router
from bot.understood import Verb
from config.network_files.records import Document, Expert, Resource
from storage.base import Base
from storage.database import Database
from storage.search.engine import Search
from storage.search.model import Model

ANSWERS = {
    "password": ("How do I reset my password?", "Choose Forgot password on the sign-in page."),
    "return": (
        "How do I return an item?",
        "Print the label and hand the parcel in within 30 days.",
    ),
    "return-gift": ("How do I return a gift?", "Print the label with the number of the gift."),
    "methadone": (
        "Methadone before transplantation",
        "A third of programmes discontinued methadone treatment in 2001.",
    ),
    "methadone-later": (
        "Methadone after transplantation",
        "Most programmes of 2014 continue methadone treatment.",
    ),
    "lens": ("Objectives of a microscope", "Objective 2 is the lens that magnifies most."),
    "lens-care": ("Care of a microscope", "Clean every lens with a soft cloth."),
    "cells": ("Crest cells", "The migration of crest cells is guided by chemokines."),
    "cells-other": ("Stem cells", "Human cells were kept in motion in a mobile incubator."),
    "basin": (
        "Detention basins",
        "A pond holds storm water back: alternatives to a detention pond.",
    ),
    "twin-1": ("Terms and conditions of the service", "They apply to every order."),
    "twin-2": ("Terms and conditions of the service", "They apply to every order."),
    "twin-3": ("Terms and conditions of the service", "They apply to all orders."),
    "fr-mot": ("Réinitialiser le mot de passe", "Cliquez sur Mot de passe oublié."),
    "ru-mot": ("Восстановление пароля", "Нажмите «Забыли пароль?» на странице входа."),
    "ar-mot": ("إعادة تعيين كلمة المرور", "اضغط على نسيت كلمة المرور."),
    "zh-mot": ("重置密码", "请在登录页面点击忘记密码。"),
}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Records with nothing but an id, a title and a text, and people with documents."""
    folder = tmp_path_factory.mktemp("foreign")
    search = Search(folder / "index", patience_seconds=None)
    database = Database(f"sqlite:///{folder / 'hub.sqlite'}", search=search)
    Base.metadata.create_all(database.engine)
    records = [Resource(id=each, title=t, description=d) for each, (t, d) in ANSWERS.items()]
    database.run_now(lambda store: store.resources.put(records))
    database.run_now(lambda store: store.experts.put(_people()))
    yield database
    search.close()
    database.close()


def _people() -> list[Expert]:
    documents = [Document(title=title, text=text) for title, text in ANSWERS.values()]
    return [
        Expert(id="author-of-cells", title="A. Author", documents=tuple(documents[7:9])),
        Expert(id="author-of-ponds", title="B. Author", documents=tuple(documents[9:10])),
        Expert(id="author-of-lenses", title="C. Author", documents=tuple(documents[5:7])),
    ]


def _batch(
    foreign: Database, router: Router, tmp_path: Path, question: str, verb: Verb = Verb.FIND
) -> list[str]:
    file = tmp_path / "asked.jsonl"
    file.write_text(json.dumps({"id": 1, "query": question}) + "\n", encoding="utf-8")
    (line,) = Looking(foreign, router, verb).batch(questions(file), limit=100)
    return [each["id"] for each in json.loads(line)["results"]]


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("how do I reset my password", "password"),
        ("Can I return an item bought last year?", "return"),
        ("programmes that discontinued methadone in 2001", "methadone"),
        ("objective 2 lens", "lens"),
        ("Cell migration is guided by chemokines", "cells"),
        ("alternatives to detention ponds", "basin"),
        ("Comment réinitialiser mon mot de passe ?", "fr-mot"),
        ("как восстановить пароль", "ru-mot"),
        ("كيف يمكنني تغيير كلمة المرور؟", "ar-mot"),
        ("如何重置密码？", "zh-mot"),
    ],
)
def test_the_words_of_a_question_decide(
    foreign: Database, router: Router, tmp_path: Path, question: str, best: str
) -> None:
    assert _batch(foreign, router, tmp_path, question)[0] == best


def test_records_that_are_alike_are_each_in_the_list_once(
    foreign: Database, router: Router, tmp_path: Path
) -> None:
    found = _batch(foreign, router, tmp_path, "terms and conditions of the service")

    assert set(found[:3]) == {"twin-1", "twin-2", "twin-3"}
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("who knows about cell migration", "author-of-cells"),
        ("alternatives to detention ponds", "author-of-ponds"),
        ("who is an expert on objective 2", "author-of-lenses"),
    ],
)
def test_authors_are_found_by_their_documents(
    foreign: Database, router: Router, tmp_path: Path, question: str, best: str
) -> None:
    assert _batch(foreign, router, tmp_path, question, Verb.WHO)[0] == best


def test_of_very_many_records_those_are_read_that_the_words_find(
    router: Router, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    search = Search(tmp_path / "index", model=Model(), patience_seconds=None)
    database = Database(f"sqlite:///{tmp_path / 'hub.sqlite'}", search=search)
    Base.metadata.create_all(database.engine)
    titles = {"money": "Sending money home", "nurses": "Nurses abroad", "rivers": "Rivers rise"}
    records = [Resource(id=each, title=title) for each, title in titles.items()]
    database.run_now(lambda store: store.resources.put(records))

    looking = Looking(database, router, Verb.FIND, read_all=2)
    looking.read_for([(1, "nurses"), (2, "money")], search, lambda *done: told.append(done))
    read = search.status().vectors
    search.close()
    database.close()

    assert read == 2
    assert told == [(2, 2)]
