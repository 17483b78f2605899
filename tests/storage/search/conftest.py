"""A database with records that tests put into it, and search over them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, delete, event, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base
from storage.search.changes import SearchChanges
from storage.search.documents import Document, Found, Kind, Query
from storage.search.engine import Search
