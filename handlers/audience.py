"""Who sees a request beside those whom it is put to: the levels there are, and who is in which.

Nobody who sees one this way learns whose it is. The levels are those of records: everybody, members
of the network, governments, one working group. What is sensitive is on none of them: those who are
asked and the secretariat alone see it. What somebody may choose is wherever they belong themselves,
the network, and everybody, so that nobody puts a request before a circle that is not theirs.
"""

from collections.abc import Iterator

from config.phrases import Words
from config.taxonomy import Standing, Visibility
from handlers.finding import SEES
from handlers.messages import Choice, Message, Option, Reply, Value
from handlers.needs import entry
from storage.requests import Request, Sight, State
from storage.store import Store

ASKED = "asked"
"""Nobody but those who are asked: it is sensitive."""
GROUP = "group:"
"""Before a working group's number."""
OF_GOVERNMENTS = frozenset({Standing.OFFICIAL, Standing.SECRETARIAT})


def sight(store: Store, person_id: int) -> Sight:
    """What of others' requests somebody may see without being asked."""
    standing = Standing(store.people.get(person_id).standing)
    everything = standing is Standing.SECRETARIAT
    return Sight(person_id, SEES[standing], frozenset(_groups(store, person_id)), everything)


def may_see(sight: Sight, request: Request) -> bool:
    """Whether somebody may see this one without being asked; the rule of `Requests.seen`."""
    if request.state is State.DRAFT or request.person_id == sight.person_id:
        return request.person_id == sight.person_id
    if sight.everything:
        return True
    if request.visibility is Visibility.GROUP:
        return not request.sensitive and request.group_id in sight.groups
    return not request.sensitive and request.visibility in sight.levels


def choose(message: Message, store: Store, request: Request) -> Reply:
    """The levels, the one that holds ticked."""
    now = value(store, request)
    rows = []
    for each in options(store, message.person_id):
        label = Words("request-on", {"what": each.label}) if each.value == now else each.label
        rows.append((Choice(label, f"request.seen {request.id} {each.value}"),))
    done = Choice(Words("choice-request-done"), f"request.see {request.id}", strong=True)
    return Reply(
        "request-who-sees",
        entries=(entry(request),),
        choices=(*rows, (done,)),
        edits=bool(message.about),
    )


def options(store: Store, person_id: int) -> tuple[Option, ...]:
    """What this person may choose, the narrowest first."""
    return tuple(_options(store, person_id))


def value(store: Store, request: Request) -> str:
    """What holds for a request, as the value of an option."""
    if request.sensitive:
        return ASKED
    if request.visibility is not Visibility.GROUP:
        return request.visibility.value
    number = store.groups.numbers([request.group_id]).get(request.group_id)
    return f"{GROUP}{number}" if number else ASKED


def take(store: Store, request: Request, chosen: Value) -> None:
    """Let a request be seen so from now on; nothing changes where nothing is chosen.

    Raises:
        ValueError: this was not offered to its requester.
    """
    if chosen is None:
        return
    offered = options(store, request.person_id or 0)
    if chosen not in {each.value for each in offered}:
        raise ValueError(chosen)
    said = str(chosen)
    request.sensitive = said == ASKED
    if said.startswith(GROUP):
        group = store.groups.numbered(int(said.removeprefix(GROUP)))
        request.visibility, request.group_id = Visibility.GROUP, group.id
    elif said != ASKED:
        request.visibility, request.group_id = Visibility(said), ""


def settle(store: Store, request: Request) -> None:
    """What its words asked for, as far as this person may choose it; else nobody sees it.

    "For our working group" means the one of theirs that the words name, or the only one they have.
    """
    level = request.visibility
    if level is Visibility.GROUP and not request.group_id:
        request.group_id = _group_meant(store, request)
    if value(store, request) not in {each.value for each in options(store, request.person_id or 0)}:
        request.sensitive = True


def _group_meant(store: Store, request: Request) -> str:
    own = _groups(store, request.person_id or 0)
    said = "".join(request.need.split()).casefold()
    named = [each for each in own if "".join(each.split()).casefold() in said]
    meant = named or own
    return meant[0] if len(meant) == 1 else ""


def _options(store: Store, person_id: int) -> Iterator[Option]:
    standing = Standing(store.people.get(person_id).standing)
    yield Option(ASKED, Words("request-seen-asked"))
    own = _groups(store, person_id)
    numbers = store.groups.numbers(own)
    for each in own:
        if each in numbers:
            label = Words("request-seen-group", {"group": each})
            yield Option(f"{GROUP}{numbers[each]}", label)
    if standing in OF_GOVERNMENTS:
        yield Option(Visibility.GOVERNMENT, Words("request-seen-government"))
    for level in (Visibility.NETWORK, Visibility.PUBLIC):
        yield Option(level, Words(f"request-seen-{level}"))


def _groups(store: Store, person_id: int) -> list[str]:
    """Working groups in which somebody has a role."""
    return list(dict.fromkeys(each.group_id for each in store.roles.of_person(person_id)))
