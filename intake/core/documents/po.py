"""Texts and translations as a PO file, which translators' own programs read and write."""

import re
from collections.abc import Iterable

from .translations import State, Text
from .values import DocumentError

_ENTRY = re.compile(r'^(msgctxt|msgid|msgstr)\s+"((?:[^"\\]|\\.)*)"\s*$')
_MORE = re.compile(r'^"((?:[^"\\]|\\.)*)"\s*$')
_ESCAPED = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def to_po(texts: Iterable[Text], *, language: str, slug: str) -> str:
    """One entry a text; what was reworded since is marked as fuzzy."""
    head = f"Project-Id-Version: {slug}\\nLanguage: {language}\\nMIME-Version: 1.0\\n"
    head += "Content-Type: text/plain; charset=UTF-8\\nContent-Transfer-Encoding: 8bit\\n"
    blocks = [f'msgid ""\nmsgstr "{head}"\n']
    for text in texts:
        fuzzy = "#, fuzzy\n" if text.state is State.STALE else ""
        blocks.append(
            f'{fuzzy}msgctxt "{_quoted(text.path)}"\nmsgid "{_quoted(text.source)}"\n'
            f'msgstr "{_quoted(text.text)}"\n'
        )
    return "\n".join(blocks)


def from_po(content: str) -> dict[str, tuple[str, str]]:
    """``{path: (source, translation)}``; entries marked as fuzzy are left out."""
    found: dict[str, tuple[str, str]] = {}
    for block in re.split(r"\n\s*\n", content.removeprefix("\ufeff").replace("\r\n", "\n")):
        entry: dict[str, str] = {}
        name = ""
        for line in block.split("\n"):
            if not line.strip() or line.startswith("#"):
                continue
            if begun := _ENTRY.match(line):
                name = begun[1]
                entry[name] = _plain(begun[2])
            elif (more := _MORE.match(line)) and name:
                entry[name] += _plain(more[1])
            else:
                raise DocumentError("", f"not a line of a PO file: {line[:60]}")
        is_open = re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE) is not None
        if entry.get("msgctxt") and entry.get("msgstr") and not is_open:
            found[entry["msgctxt"]] = (entry.get("msgid", ""), entry["msgstr"])
    return found


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def _plain(quoted: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), quoted)
