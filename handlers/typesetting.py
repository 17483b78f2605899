"""Pages and pictures, set by typst from a layout of ours and what people wrote, as data."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from config.taxonomy import DEFAULT_LANGUAGE, LANGUAGES
from storage.base import JsonValue

if TYPE_CHECKING:
    import typst

LAYOUTS = Path(__file__).parent / "layouts"
FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "cvttf_NotoSansCJK_Regular")
"""Packages that hold nothing but fonts: Latin, Cyrillic and Greek, Arabic, Chinese."""
PICTURE_PPI = 216
"""Pixels to an inch of 72 points: a page of 360 points is 1,080 pixels wide, as a phone is."""


def picture(layout: str, data: Mapping[str, JsonValue]) -> bytes:
    """A layout of one page as a PNG."""
    return _set(layout, data, "png")


def document(layout: str, data: Mapping[str, JsonValue]) -> bytes:
    """A layout as a PDF."""
    return _set(layout, data, "pdf")


def language_of(code: str) -> str:
    """A language as layouts take it, of one that may be unknown yet or have a place: "en-GB"."""
    language = code.partition("-")[0].lower()
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def _set(layout: str, data: Mapping[str, JsonValue], kind: "typst.OutputFormat") -> bytes:
    """What people wrote reaches the layout as JSON, and is never read as markup.

    The root keeps it from reading any other file. https://typst.app/docs/reference/foundations/sys/
    """
    import typst  # noqa: PLC0415  # 20 MiB that only a file needs

    made = typst.compile(  # type: ignore[misc]  # mypy cannot solve the type variables of its stub
        str(LAYOUTS / layout),
        root=LAYOUTS,
        font_paths=_font_folders(),
        ignore_system_fonts=True,
        format=kind,
        ppi=PICTURE_PPI,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{layout} has more than one page")
    return made


@cache
def _font_folders() -> list[str]:
    """Found without importing them."""
    found = (find_spec(each) for each in FONTS)
    places = (
        Path(place) for spec in found if spec for place in spec.submodule_search_locations or ()
    )
    return [str(place / "files" if (place / "files").is_dir() else place) for place in places]
