"""Which of the files that somebody shares on Slack counts (pure)."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from bot.render.harmless import one_line
from config.tables import is_table
from handlers.messages import Attached

TABLES = frozenset({"csv", "xlsx"})
"""https://docs.slack.dev/reference/objects/file-object#types"""


def attached(files: Sequence[Mapping[str, Any]]) -> Attached | None:
    """The table among the files of a message, else the first; None: there is none.

    Fields: https://docs.slack.dev/reference/objects/file-object. A file of a channel that is shared
    between organisations comes as an id alone, with `file_access` "check_file_info".
    """
    found = [attached_of(each) for each in files]
    tables = [each for each in found if is_table(each.name)]
    return next(iter(tables or found), None)


def attached_of(file: Mapping[str, Any]) -> Attached:
    """A snippet is called as its writer pleased: its `filetype` says what it is."""
    name, kind = one_line(str(file.get("name") or "")), str(file.get("filetype") or "")
    if kind in TABLES and not PurePath(name).suffix:
        name = f"{name or 'table'}.{kind}"
    size = file.get("size")
    ref = str(file.get("url_private_download") or file.get("url_private") or file.get("id") or "")
    return Attached(name, ref, size if isinstance(size, int) else 0)
