"""What storage raises: the router turns each into a reply, or tries again."""


class StorageError(Exception):
    """The family."""


class BadAddress(StorageError):
    """There can be no database at the address that is set."""


class NotFound(StorageError):
    """There is no such record, or it has been retired."""


class Conflict(StorageError):
    """Somebody else was first: the state that was asked for cannot be reached any more."""


class Unavailable(StorageError):
    """The database cannot be reached, is locked or is full; the same unit may succeed later."""


class Damaged(StorageError):
    """What stands where the database should be is none, or one that cannot be read any more."""


class Newer(StorageError):
    """A later version of the hub has been at work in the database; this one does not know how."""

    def __init__(self, at: str, wanted: str) -> None:
        super().__init__(f"its tables are at {at}, this version knows those up to {wanted}")
