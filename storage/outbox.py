"""What the hub is about to say: written with its effect, leased, sent, marked."""

from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.taxonomy import Platform
from storage.base import Base
from storage.places import Place, Surface


class Urgency(IntEnum):
    """Which of two waiting rows goes first: the lower."""

    ANSWER = 0
    NOTICE = 10


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """Leased and perhaps sent: after a crash it is unsure, and looked up before any repeat."""
    SENT = "sent"
    FAILED = "failed"


class OutboxRow(Base):
    """One message to say. `key` is unique, travels with the message, and recognises it again."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(
            "ix_outbox_due",
            "urgency",
            "due_at",
            "id",
            postgresql_where=text("state IN ('waiting', 'sending')"),
            sqlite_where=text("state IN ('waiting', 'sending')"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    """Who it is for. A notice has no place of its own: it goes where they were last seen."""
    platform: Mapped[Platform | None] = mapped_column(String(20))
    workspace: Mapped[str] = mapped_column(String(100), default="")
    conversation: Mapped[str] = mapped_column(String(100), default="")
    thread: Mapped[str] = mapped_column(String(100), default="")
    surface: Mapped[Surface] = mapped_column(String(20), default=Surface.CONVERSATION)
    reply_url: Mapped[str] = mapped_column(Text, default="")
    edits: Mapped[str] = mapped_column(String(100), default="")
    """The platform's id of the message to replace; empty: a new one."""
    reply: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10), default="")
    urgency: Mapped[int] = mapped_column(default=Urgency.NOTICE)
    due_at: Mapped[datetime]
    state: Mapped[OutboxState] = mapped_column(String(20), default=OutboxState.WAITING)
    attempt: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    sent_ref: Mapped[str] = mapped_column(String(100), default="")
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")


class Outbox:
    """The repository of what is about to be said."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def answer(
        self,
        key: str,
        reply: str,
        *,
        to: Place,
        person_id: int | None,
        language: str,
        edits: str,
        at: datetime,
    ) -> OutboxRow:
        """Say something where a message came from."""
        row = OutboxRow(
            key=key,
            reply=reply,
            person_id=person_id,
            language=language,
            edits=edits,
            platform=to.platform,
            workspace=to.workspace,
            conversation=to.conversation,
            thread=to.thread,
            surface=to.surface,
            reply_url=to.reply_url,
            urgency=Urgency.ANSWER,
            due_at=at,
            state=OutboxState.WAITING,
            attempt=0,
        )
        self._session.add(row)
        self._session.flush()
        return row

    def notify(self, key: str, reply: str, *, person_id: int, due_at: datetime) -> OutboxRow:
        """Say something unasked, wherever that person prefers when it is due."""
        row = OutboxRow(key=key, reply=reply, person_id=person_id, due_at=due_at)
        self._session.add(row)
        self._session.flush()
        return row
