"""One transaction and every repository in it: what a handler is given."""

from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.people import People


class Store:
    """The repositories of one transaction. The caller that opened it commits."""

    def __init__(self, session: Session, search: Any = None) -> None:  # noqa: ANN401
        self.session = session
        self.search = search

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.session)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.session)

    @cached_property
    def people(self) -> People:
        return People(self.session)
