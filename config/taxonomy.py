"""The fixed lists that every floor shares: platforms, languages, regions, who may see what."""

from enum import StrEnum


class Platform(StrEnum):
    """Where people meet the hub."""

    SLACK = "slack"
    TELEGRAM = "telegram"
    CONSOLE = "console"


LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""The six official languages of the United Nations, in the order of their English names."""

DEFAULT_LANGUAGE = "en"


class Region(StrEnum):
    """The facets of the Migration Network Hub: continents, and no region in particular."""

    AFRICA = "Africa"
    AMERICAS = "Americas"
    ASIA = "Asia"
    EUROPE = "Europe"
    OCEANIA = "Oceania"
    GLOBAL = "Global"


class Commission(StrEnum):
    """The UN regional commissions, by which regional reviews are held."""

    ECA = "ECA"
    ECE = "ECE"
    ECLAC = "ECLAC"
    ESCAP = "ESCAP"
    ESCWA = "ESCWA"


class Visibility(StrEnum):
    """Who may see a record."""

    PUBLIC = "public"
    NETWORK = "network"
    GROUP = "group"
    GOVERNMENT = "government"


class Standing(StrEnum):
    """What somebody is to the network; decides what they may see.

    A guest sees what is public, an official what is for governments as well, a member what is
    for the network, and the secretariat everything.
    """

    GUEST = "guest"
    OFFICIAL = "official"
    MEMBER = "member"
    SECRETARIAT = "secretariat"


class StakeholderType(StrEnum):
    """Stakeholders as Global Compact paragraph 44 lists them, and the public bodies beside them."""

    UN_ENTITY = "un_entity"
    INTERGOVERNMENTAL = "intergovernmental"
    GOVERNMENT = "government"
    MIGRANTS = "migrants"
    CIVIL_SOCIETY = "civil_society"
    MIGRANT_DIASPORA = "migrant_diaspora"
    FAITH_BASED = "faith_based"
    LOCAL_GOVERNMENT = "local_government"
    PRIVATE_SECTOR = "private_sector"
    TRADE_UNION = "trade_union"
    PARLIAMENTARIANS = "parliamentarians"
    NHRI = "nhri"
    RED_CROSS_RED_CRESCENT = "red_cross_red_crescent"
    ACADEMIA = "academia"
    MEDIA = "media"
    YOUTH = "youth"


class MatterKind(StrEnum):
    """What somebody can be reminded of. "Review" means three things: they are kept apart."""

    PREPARATION = "preparation"
    """A group's workplan, before its quarterly review opens: for its leads. About a cycle."""
    ANSWERS = "answers"
    """A reviewer's answers to a quarterly review. About an assignment."""
    DECISION = "decision"
    """The decision on a quarterly review, until it is published. About a cycle."""
    DELIVERABLE = "deliverable"
    RECOMMENDATION = "recommendation"
    FORUM = "forum"
    """A regional review or the International Migration Review Forum. About an event's number."""
    CALL = "call"
    """A call with a closing date. About an event's number."""
    OWN = "own"
    """What somebody asked to be reminded of."""
