"""Whether this process alone serves a database, so that all leases in it are its own."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from storage.database import sqlite_file


@contextmanager
def alone(url: str) -> Iterator[bool]:
    """True while no other process holds the same SQLite file here; the system ends that with it.

    On PostgreSQL other replicas may run, and leases tell them apart: always false there.
    """
    file = sqlite_file(url)
    if file is None:
        yield False
        return
    with file.with_suffix(".lock").open("ab") as lock:
        yield _is_first(lock.fileno())


def _is_first(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held by another, or a file system without locks
        return False
    return True
