"""Faults to switch on while a sandbox runs: slow, refused, limited, dropped, ambiguous."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from bot.sandbox.record import Json


class Kind(StrEnum):
    """What goes wrong with a request; `AFTER` means that its effect took place all the same."""

    SLOW = "slow"
    STATUS = "status"
    STATUS_AFTER = "status_after"
    RATE_LIMITED = "rate_limited"
    DROP = "drop"
    DROP_AFTER = "drop_after"


@dataclass
class Fault:
    """One thing that goes wrong.

    `methods` None means every method; `times` None means until cleared. `seconds` is the delay of
    SLOW and the wait that RATE_LIMITED asks for; `status` the HTTP status of the two STATUS kinds,
    `body` their JSON, such as a refusal that is hard to come by; without one, a proxy's HTML page.
    """

    kind: Kind
    methods: frozenset[str] | None = None
    times: int | None = None
    seconds: float = 1.0
    status: int = 502
    body: Json | None = None
    hits: int = 0

    def concerns(self, method: str) -> bool:
        spent = self.times is not None and self.hits >= self.times
        return not spent and (self.methods is None or method in self.methods)


@dataclass
class Faults:
    """The faults now switched on; the first that concerns a method is the one that happens.

    `copies` is how often each event is sent on its first delivery (2: everything comes twice).
    """

    copies: int = 1
    counted: Counter[str] = field(default_factory=Counter)
    _active: list[Fault] = field(default_factory=list)

    def add(
        self,
        kind: Kind,
        *methods: str,
        times: int | None = None,
        seconds: float = 1.0,
        status: int = 502,
        body: Json | None = None,
    ) -> Fault:
        """Switch a fault on, for these methods or for all when none is named."""
        chosen = frozenset(methods) or None
        fault = Fault(kind, chosen, times=times, seconds=seconds, status=status, body=body)
        self._active.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        self._active = [active for active in self._active if active is not fault]

    def clear(self) -> None:
        """Everything works again, and events are sent once."""
        self._active.clear()
        self.copies = 1

    @property
    def active(self) -> tuple[Fault, ...]:
        return tuple(self._active)

    def take(self, method: str) -> Fault | None:
        """The fault that this request meets, counted, or None."""
        for fault in self._active:
            if fault.concerns(method):
                fault.hits += 1
                self.counted[fault.kind] += 1
                return fault
        return None
