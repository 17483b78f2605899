"""One transaction and every repository in it: what a handler is given."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage.absences import Absences
from storage.answers import SavedAnswers
from storage.cycles import Cycles
from storage.deadlines import Deadlines
from storage.drafts import Drafts
from storage.events import Events
from storage.experts import Experts
from storage.feedback import Feedbacks
from storage.feeds import Feeds
from storage.gaps import Gaps
from storage.groups import Groups
from storage.inbox import Inbox
from storage.knowledge_platforms import KnowledgePlatforms
from storage.ladders import Ladders
from storage.leases import Leases
from storage.links import Links
from storage.network import Networks
from storage.objectives import Objectives, Principles
from storage.offers import Offers
from storage.organisations import AcronymTraps, Organisations
from storage.outbox import Outbox
from storage.own_reminders import OwnReminders
from storage.pace import Pace
from storage.people import People
from storage.profiles import Profiles
from storage.questions import Questions
from storage.relays import Relays
from storage.reminders import Reminders
from storage.requests import Requests
from storage.resources import Resources
from storage.reviews import ReviewForms, Reviews
from storage.roles import Roles
from storage.search.changes import SearchChanges
from storage.search.documents import Document, Kind
from storage.search.engine import Search, SearchView
from storage.search.helped import Saying
from storage.search.sources import expert_documents, request_documents, resource_documents
from storage.search.vectors import VectorRows
from storage.watches import Watches
from storage.workplans import Workplans


class Store:
    """The repositories of one transaction. The caller that opened it commits."""

    def __init__(self, session: Session, search: Search | None = None) -> None:
        self.session = session
        self._search = search

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What is done inside is undone if it fails, and only that."""
        with self.session.begin_nested():
            yield

    def ping(self) -> None:
        """Ask the database for nothing, to see that it answers."""
        self.session.execute(text("SELECT 1"))

    @cached_property
    def search(self) -> SearchView:
        """Find, suggest.

        Raises:
            RuntimeError: this process was started without search.

        """
        if self._search is None:
            raise RuntimeError("this process has no search")
        return self._search.over(self)

    @cached_property
    def search_changes(self) -> SearchChanges:
        return SearchChanges(self.session)

    @cached_property
    def search_vectors(self) -> VectorRows:
        return VectorRows(self.session)

    def search_documents(self, kind: Kind, record_ids: Sequence[str]) -> Sequence[Document]:
        """Records in use as search sees them; ids that are unknown or retired are left out."""
        match kind:
            case Kind.RESOURCE:
                records = self.resources.in_use(record_ids)
                urls = {each.url for each in records.values() if each.url}
                return resource_documents(records, stale=self.links.stale(urls))
            case Kind.EXPERT:
                experts = self.experts.in_use(record_ids)
                groups = {each for one in experts.values() for each in one.working_groups}
                return expert_documents(experts, self.groups.in_use(sorted(groups)))
            case Kind.REQUEST:
                return request_documents(self.requests.searchable(record_ids))
            case _:
                return []

    def has_sayings(self) -> bool:
        """Whether anybody ever said that an answer helped."""
        return self.feedback.any()

    def search_sayings(self, kind: Kind, record_ids: Sequence[str]) -> Sequence[Saying]:
        """What people said of these records when they answered a question."""
        return self.feedback.about(kind, record_ids)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.session)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.session)

    @cached_property
    def leases(self) -> Leases:
        return Leases(self.session)

    @cached_property
    def links(self) -> Links:
        return Links(self.session)

    @cached_property
    def pace(self) -> Pace:
        return Pace(self.session)

    @cached_property
    def people(self) -> People:
        return People(self.session)

    @cached_property
    def profiles(self) -> Profiles:
        return Profiles(self.session)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self.session)

    @cached_property
    def questions(self) -> Questions:
        return Questions(self.session)

    @cached_property
    def requests(self) -> Requests:
        return Requests(self.session)

    @cached_property
    def gaps(self) -> Gaps:
        return Gaps(self.session)

    @cached_property
    def watches(self) -> Watches:
        return Watches(self.session)

    @cached_property
    def own_reminders(self) -> OwnReminders:
        return OwnReminders(self.session)

    @cached_property
    def relays(self) -> Relays:
        return Relays(self.session)

    @cached_property
    def networks(self) -> Networks:
        return Networks(self.session)

    @cached_property
    def organisations(self) -> Organisations:
        return Organisations(self.session)

    @cached_property
    def acronym_traps(self) -> AcronymTraps:
        return AcronymTraps(self.session)

    @cached_property
    def objectives(self) -> Objectives:
        return Objectives(self.session)

    @cached_property
    def principles(self) -> Principles:
        return Principles(self.session)

    @cached_property
    def groups(self) -> Groups:
        return Groups(self.session)

    @cached_property
    def roles(self) -> Roles:
        return Roles(self.session)

    @cached_property
    def workplans(self) -> Workplans:
        return Workplans(self.session)

    @cached_property
    def events(self) -> Events:
        return Events(self.session)

    @cached_property
    def knowledge_platforms(self) -> KnowledgePlatforms:
        return KnowledgePlatforms(self.session)

    @cached_property
    def resources(self) -> Resources:
        return Resources(self.session)

    @cached_property
    def experts(self) -> Experts:
        return Experts(self.session)

    @cached_property
    def review_forms(self) -> ReviewForms:
        return ReviewForms(self.session)

    @cached_property
    def reviews(self) -> Reviews:
        return Reviews(self.session)

    @cached_property
    def cycles(self) -> Cycles:
        return Cycles(self.session)

    @cached_property
    def deadlines(self) -> Deadlines:
        return Deadlines(self.session)

    @cached_property
    def reminders(self) -> Reminders:
        return Reminders(self.session)

    @cached_property
    def ladders(self) -> Ladders:
        return Ladders(self.session)

    @cached_property
    def absences(self) -> Absences:
        return Absences(self.session)

    @cached_property
    def answers(self) -> SavedAnswers:
        return SavedAnswers(self.session)

    @cached_property
    def offers(self) -> Offers:
        return Offers(self.session)

    @cached_property
    def feeds(self) -> Feeds:
        return Feeds(self.session)

    @cached_property
    def feedback(self) -> Feedbacks:
        return Feedbacks(self.session)
