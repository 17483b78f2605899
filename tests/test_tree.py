"""The repository as a newcomer finds it: the README's tree, first lines, nothing left behind."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from config.settings import Settings, describe, setting_name

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
FLOORS = ("bot", "handlers", "storage", "config")
TREE = ("<!-- tree -->\n```\n", "```\n<!-- /tree -->")
SETTINGS = ("<!-- settings -->\n", "<!-- /settings -->")
LEFT_BEHIND = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")
INDEX_OPTIONS = re.compile(r"^(--index-url|--extra-index-url|--find-links)", re.MULTILINE)


def files() -> list[Path]:
    """Every file that git knows or would know."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return [
        ROOT / line for line in sorted(set(listed.stdout.splitlines())) if (ROOT / line).is_file()
    ]


def first_line(file: Path) -> str:
    """The first line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]


def tree() -> str:
    """Every module of the product with its first line; a package with that of its `__init__`."""
    modules = [
        each
        for each in files()
        if each.suffix == ".py"
        and each.relative_to(ROOT).parts[0] in FLOORS
        and "versions" not in each.parts
    ]
    folders = {each.parent: first_line(each) for each in modules if each.name == "__init__.py"}
    lines = []
    for folder in sorted(folders):
        depth = len(folder.relative_to(ROOT).parts) - 1
        lines.append(f"{'  ' * depth}{folder.name + '/':<{28 - 2 * depth}}{folders[folder]}")
        lines += [
            f"{'  ' * (depth + 1)}{each.name:<{26 - 2 * depth}}{first_line(each)}"
            for each in modules
            if each.parent == folder and each.name != "__init__.py"
        ]
    return "\n".join(lines) + "\n"


def settings() -> str:
    """Every setting with what it is for."""
    return "".join(
        f"- `{setting_name(each)}`: {describe(each)}\n" for each in Settings.model_fields
    )


def rewritten(text: str) -> str:
    """The README with its tree and its settings as they are."""
    for (start, end), content in ((TREE, tree()), (SETTINGS, settings())):
        before, _, rest = text.partition(start)
        text = before + start + content + end + rest.partition(end)[2]
    return text


def test_the_readme_shows_the_tree_and_the_settings_as_they_are() -> None:
    readme = README.read_text(encoding="utf-8")

    assert readme == rewritten(readme), "run `make tree`"


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    modules = [each for each in files() if each.suffix == ".py"]
    silent = [each.name for each in modules if not first_line(each).endswith((".", "?", "!"))]

    assert silent == []


def test_an_init_file_holds_a_docstring_and_nothing_else() -> None:
    inits = [each for each in files() if each.name == "__init__.py"]
    full = [str(each) for each in inits if len(ast.parse(each.read_text("utf-8")).body) != 1]

    assert full == []


def test_nothing_is_left_behind() -> None:
    me = Path(__file__)
    sources = [each for each in files() if each.suffix in {".py", ".ftl", ".md"} and each != me]
    found = [str(each) for each in sources if LEFT_BEHIND.search(each.read_text(encoding="utf-8"))]

    assert found == []


def test_no_file_names_a_package_index() -> None:
    me = Path(__file__)
    texts = [each for each in files() if each.suffix in {".txt", ".toml", ".py", ".md", ""}]
    found = [
        str(e)
        for e in texts
        if e != me and INDEX_OPTIONS.search(e.read_text("utf-8", errors="replace"))
    ]

    assert found == []


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write("README.md shows the tree and the settings as they are.\n")
