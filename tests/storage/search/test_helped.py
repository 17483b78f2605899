"""What people said of an answer moves what others find, for questions like theirs."""

import pytest

from config.taxonomy import Platform
from storage.questions import Question
from storage.search.documents import Kind
from storage.store import Store
from tests.storage.search.hub import NOON, Hub, paper


def _said_to_help(hub: Hub, record_id: str, *, asked: str) -> None:
    """Five people asked this, and this record helped them."""

    def unit(store: Store) -> None:
        for number in range(5):
            person = store.people.meet(Platform.TELEGRAM, "", f"{asked}{number}", at=NOON).person_id
            question = store.questions.add(
                Question(person_id=person, kind=Kind.RESOURCE, text=asked, asked_at=NOON)
            )
            store.feedback.say(
                person, question.id, [record_id], kind=Kind.RESOURCE, helped=True, at=NOON
            )

    hub.database.run_now(unit)


def _twins(hub: Hub) -> None:
    hub.save(*(paper(each, f"Quagga fences, part {each}", year=2026) for each in ("one", "two")))


@pytest.mark.parametrize("helped", ["one", "two"])
def test_what_helped_others_comes_first_for_a_question_like_theirs(hub: Hub, helped: str) -> None:
    _twins(hub)
    _said_to_help(hub, helped, asked="fences for a quagga")

    assert hub.ids("quagga fences")[0] == helped


def test_it_says_nothing_for_another_question(hub: Hub) -> None:
    _twins(hub)
    _said_to_help(hub, "one", asked="zebras in a zoo")
    usual = hub.ids("which parts of the quagga herd were moved")
    _said_to_help(hub, usual[-1], asked="fences for zebras and their foals")

    assert hub.ids("which parts of a quagga herd were moved") == usual
