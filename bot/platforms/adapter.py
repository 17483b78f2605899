"""What every platform's adapter offers, and the errors by which a delivery is decided."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from config.phrases import Voice, Words
from config.taxonomy import Platform
from handlers.messages import Attached, File, Message, Reply
from handlers.record import Suggestion
from storage.places import Place
from storage.search.documents import Kind


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message and the platform's own key of its event, the same at every redelivery."""

    key: str
    message: Message


Receive = Callable[[Sequence[Incoming]], Awaitable[None]]
"""Keeps messages; returns once they are committed, and only then may they be acknowledged.

Raises:
    Unavailable: nothing was kept. Do not acknowledge: the platform will send them again.
"""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform knows of an account: a language (BCP 47), an IANA zone, a name; or empty."""

    language: str = ""
    time_zone: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A reply on its way to a place.

    `edits` is the platform's id of a message to replace, or empty; `key` is unique to this letter
    and travels with it where the platform allows. `file` comes along with the words.
    """

    key: str
    place: Place
    reply: Reply
    voice: Voice
    edits: str = ""
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody is typing, to be completed with titles.

    `most` says what kinds of record may be chosen, and how many of each are shown at most.
    `shared`: others will read what is chosen. `language` is the platform's hint, or empty.
    """

    platform: Platform
    account: str
    text: str
    most: Mapping[Kind, int]
    workspace: str = ""
    shared: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Records to choose from, the likeliest first, and how their facts are said."""

    items: tuple[Suggestion, ...]
    voice: Voice


Suggest = Callable[[Typed], Awaitable[Suggestions]]
"""Answers within two seconds, and changes nothing; there are no suggestions where there is trouble.

The platforms ask at every pause in somebody's typing and forget what comes late, so none of this
goes through the inbox.
"""


@runtime_checkable
class Completing(Protocol):
    """An adapter of a platform that can complete what somebody types."""

    def complete_with(self, suggest: Suggest) -> None:
        """Whom to ask, from now on."""


@dataclass(frozen=True, slots=True)
class Complaints:
    """What is wrong with a form, by field, and how it is said; nothing: it can be taken."""

    fields: Mapping[str, Words]
    voice: Voice


Check = Callable[[Message], Awaitable[Complaints]]
"""Looks at a form that somebody sends, within two seconds, and holds on to what it says.

There are no complaints where there is trouble: the message is then received as any other is.
"""


@runtime_checkable
class Checking(Protocol):
    """An adapter of a platform where all questions of a form are asked at once."""

    def check_with(self, check: Check) -> None:
        """Whom to ask, from now on."""


class NotFetched(Exception):
    """A file that somebody sent cannot be had; `phrase` says why, and is told the file's name."""

    def __init__(self, phrase: str = "sheet-not-got") -> None:
        super().__init__(phrase)
        self.phrase = phrase


@runtime_checkable
class Fetching(Protocol):
    """An adapter of a platform on which people send files."""

    async def named(self, attached: Attached) -> Attached:
        """The same with its name and size, where the platform did not tell them at once.

        Raises:
            NotFetched: as `fetch`.
        """

    async def fetch(self, attached: Attached, *, most: int) -> bytes:
        """What is in a file that somebody sent, no more than `most` bytes.

        Raises:
            NotFetched: it is gone, too large or kept from us, or the platform is out of reach.
        """


class Adapter(Protocol):
    """One platform: messages in, letters out."""

    platform: Platform

    async def start(self, receive: Receive) -> None:
        """Connect and begin to receive; returns when the platform has let us in.

        Raises:
            SettingError: the platform refuses the token.
        """

    async def stop(self) -> None:
        """Stop receiving, finish what is being received, close the connections."""

    async def profile(self, workspace: str, account: str) -> Profile:
        """What the platform says of an account; an empty profile when it cannot be had now."""

    async def send(self, letter: Letter) -> str:
        """Say it, or change the message that it edits as it says; the platform's id of the message.

        On Slack a place may name several people, "U1,U2": their group conversation with the hub.

        Raises:
            Undeliverable: never, to this place.
            RetryLater: not now.
            Unsure: perhaps it was said.
            Moved: the conversation has another id now.
        """

    async def find_sent(self, letter: Letter, *, since: datetime) -> str | None:
        """The id under which an unsure letter was said after all.

        Empty: it was not said; None: this platform cannot tell.

        Raises:
            RetryLater: not now.
        """


class DeliveryError(Exception):
    """The family: one letter could not be said."""


class Undeliverable(DeliveryError):
    """It never can be: the conversation is gone, the person has blocked the hub, it is malformed.

    `blocked` tells that the person (not the message) is the reason.
    """

    def __init__(self, reason: str, *, blocked: bool = False) -> None:
        super().__init__(reason)
        self.blocked = blocked


class RetryLater(DeliveryError):
    """Not now: the platform is down or asks to wait. `whole_platform`: for every letter."""

    def __init__(self, reason: str, *, after: timedelta, whole_platform: bool = False) -> None:
        super().__init__(reason)
        self.after = after
        self.whole_platform = whole_platform


class Unsure(DeliveryError):
    """The platform may have taken it: a timeout, a dropped connection, a server error."""


class Moved(DeliveryError):
    """The conversation has another id now (Telegram: a group became a supergroup)."""

    def __init__(self, conversation: str) -> None:
        super().__init__(f"moved to {conversation}")
        self.conversation = conversation
