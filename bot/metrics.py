"""What the hub counts of itself, for Prometheus; no globals, so that two hubs can share a test."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from time import perf_counter
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from config.taxonomy import Platform

M = TypeVar("M", Counter, Gauge, Histogram)
CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600)


class Metrics:
    """Counters and gauges of one hub; labels are platforms and outcomes, never people."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._messages = self._counter(
            "hub_messages", "Messages: received, repeated, handled, failed.", "outcome"
        )
        self._handling = Histogram(
            "hub_handling_seconds",
            "From a message's turn to its committed answer.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._deliveries = self._counter(
            "hub_deliveries",
            "Attempts to say something: sent, found, later, unsure, failed, moved, released, bug.",
            "platform",
            "outcome",
        )
        self._seconds = Histogram(
            "hub_delivery_seconds",
            "From the moment when something was due to its being said.",
            ("platform",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._queue = Gauge(
            "hub_queue_rows", "Rows by queue and state.", ("queue", "state"), registry=self.registry
        )
        self._overdue = Gauge(
            "hub_outbox_overdue_seconds",
            "Age of the oldest thing that should have been said by now.",
            registry=self.registry,
        )
        self._bugs = self._counter("hub_bugs", "Errors that nobody foresaw, by where.", "where")

    def received(self, count: int, *, repeated: int = 0) -> None:
        """So many new messages came in, and so many that had been kept before."""
        self._of(self._messages, "received").inc(count)
        self._of(self._messages, "repeated").inc(repeated)

    @contextmanager
    def handling(self) -> Iterator[None]:
        """Around the handling of one message; an error that leaves it is not counted."""
        began = perf_counter()
        yield
        self._of(self._messages, "handled").inc()
        self._handling.observe(perf_counter() - began)

    def failed(self) -> None:
        """A handler failed on a message: a bug."""
        self._of(self._messages, "failed").inc()
        self.bug("handler")

    def delivery(self, platform: Platform, outcome: str) -> None:
        self._of(self._deliveries, platform, outcome).inc()

    def said(self, platform: Platform, *, after: timedelta) -> None:
        self._of(self._seconds, platform).observe(max(0.0, after.total_seconds()))

    def bug(self, where: str) -> None:
        self._of(self._bugs, where).inc()

    def queue(self, name: str, counts: Mapping[str, int]) -> None:
        """How many rows of the inbox or the outbox are in each state now."""
        for state, count in counts.items():
            self._of(self._queue, name, state).set(count)

    def overdue(self, age: timedelta) -> None:
        self._overdue.set(age.total_seconds())

    def text(self) -> bytes:
        """All of it in the format that Prometheus scrapes; its type is CONTENT_TYPE."""
        return generate_latest(self.registry)

    @staticmethod
    @lru_cache(maxsize=64)
    def _of(metric: M, *labels: str) -> M:
        """What has these labels, which the library looks up under a lock each time."""
        return metric.labels(*labels)

    def _counter(self, name: str, documentation: str, *labels: str) -> Counter:
        return Counter(name, documentation, labels, registry=self.registry)
