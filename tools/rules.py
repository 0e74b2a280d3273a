"""Writes docs/rules.md: which rules of the field a test shows, and why the others do not hold yet.

python tools/rules.py          writes the page
python tools/rules.py --check  exit code 1 when the page is not what the marks say
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "rules.md"
GROUPS = {
    "A": "Intake and records",
    "B": "Identity",
    "C": "Open and known",
    "D": "Triage and rating",
    "E": "Clocks",
    "F": "Lawful basis and consent",
    "G": "Requests to agencies",
    "H": "Sealed hub",
    "I": "Decision",
    "L": "Retention, audit, operations",
}


def marks_in(path: Path) -> dict[int, list[str]]:
    """The rules that the tests of a file are marked with, and those tests' names in plain words."""
    found: dict[int, list[str]] = defaultdict(list)
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.rule":
                for number in mark.args:
                    if isinstance(number, ast.Constant) and isinstance(number.value, int):
                        found[number.value].append(node.name.removeprefix("test_").replace("_", " "))
    return found


def all_marks() -> dict[int, list[str]]:
    """The marks of all tests."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for number, names in marks_in(path).items():
            found[number] += names
    return found


def written() -> str:
    """The page, from docs/rules.toml and the marks."""
    book = tomllib.loads((ROOT / "docs" / "rules.toml").read_text())
    shown = all_marks()
    lines = [
        "# Rules of the field, and the tests that show them",
        "",
        "Made by `make docs` from the marks in `tests/` and the list in `rules.toml`. The numbers are those of the",
        "project's rule book. A rule holds when at least one test that is named for it would fail if it broke.",
        "",
    ]
    rules = book["rule"]
    held = [rule for rule in rules if shown.get(rule["number"])]
    lines += [f"{len(held)} of the {len(rules)} rules of groups A to I and L are shown by a test.", ""]
    for letter, title in GROUPS.items():
        lines += [f"## {letter}. {title}", ""]
        for rule in (rule for rule in rules if rule["group"] == letter):
            names = sorted(set(shown.get(rule["number"], [])))
            lines.append(f"**{rule['number']}. {rule['says']}**")
            lines.append("")
            if names:
                lines += [f"- {name}" for name in names]
            else:
                lines.append(f"- Not shown yet: {rule.get('not_yet', 'belongs to later work.')}")
            lines.append("")
    lines += ["## Where documents differ", ""]
    lines += [f"- {difference}" for difference in book.get("differences", [])]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page, or compare it."""
    text = written()
    if "--check" in sys.argv:
        if PAGE.exists() and PAGE.read_text() == text:
            return 0
        sys.stderr.write("docs/rules.md is not what the tests say: run `make docs`\n")
        return 1
    PAGE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
