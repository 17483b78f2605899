"""The quarterly review of working groups: the form, and the reviews on record."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import Review, ReviewForm
from config.network_files.shapes import REVIEW_FORM, REVIEWS
from storage.base import Base, Imported, Json
from storage.records import Records


class ReviewFormRow(Imported, Base):
    """The review form; fields as in `ReviewForm`."""

    __tablename__ = "review_forms"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    header: Mapped[list[Any]] = mapped_column(Json)
    questions: Mapped[list[Any]] = mapped_column(Json)
    closing: Mapped[str]
    decisions: Mapped[list[Any]] = mapped_column(Json)


class ReviewRow(Imported, Base):
    """A review that was concluded; fields as in `Review`."""

    __tablename__ = "reviews_on_record"
    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str]
    working_group: Mapped[str] = mapped_column(String(200), index=True)
    title: Mapped[str]
    held_on: Mapped[str] = mapped_column(String(10))
    leads: Mapped[list[Any]] = mapped_column(Json)
    composition: Mapped[list[Any]] = mapped_column(Json)
    interested: Mapped[list[Any]] = mapped_column(Json)
    attachments: Mapped[list[Any]] = mapped_column(Json)
    answers: Mapped[list[Any]] = mapped_column(Json)
    decision: Mapped[str | None] = mapped_column(String(40))
    general_recommendations: Mapped[list[Any]] = mapped_column(Json)
    remarks: Mapped[list[Any]] = mapped_column(Json)


class ReviewForms(Records[ReviewForm]):
    row = ReviewFormRow
    shape = REVIEW_FORM


class Reviews(Records[Review]):
    row = ReviewRow
    shape = REVIEWS

    def of(self, working_group: str) -> tuple[Review, ...]:
        """Reviews of one working group, the latest first."""
        own = (each for each in self.each() if each.working_group == working_group)
        return tuple(sorted(own, key=lambda each: each.held_on, reverse=True))
