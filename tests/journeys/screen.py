"""What a person sees of a page: its forms with their values, its links, its words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "link", "meta", "br", "hr", "img"}
UNSEEN = {"script", "style", "title"}


@dataclass
class Form:
    """A form as a browser without script would send it."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    draft: str = ""

    def add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


class Screen(HTMLParser):
    """Reads one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.title = ""
        self.heading = ""
        self._texts: list[str] = []
        self._open: list[str] = []
        self._form: Form | None = None
        self._name = self._href = ""
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._texts).split())

    @property
    def main(self) -> Form:
        """The form that carries answers."""
        return next(form for form in self.forms if "-visit" in form.fields)

    def form_to(self, part: str) -> Form:
        """The form that goes to an address; one without an action goes to its own page."""
        return next(form for form in self.forms if part in form.action)

    @property
    def onward(self) -> Form:
        """The form that only says "Continue"."""
        return next(form for form in self.forms if not form.action)

    def link(self, words: str) -> str:
        return next(href for text, href in self.links.items() if words in text)

    def handle_starttag(self, tag, attributes):
        attrs = dict(attributes)
        if tag not in VOID:
            self._open.append(tag)
        read = getattr(self, f"_read_{tag}", None)
        if read:
            read(attrs)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, words):
        if "textarea" in self._open and self._form:
            self._form.fields[self._name] = [words.removeprefix("\n")]
        elif "title" in self._open:
            self.title = " ".join((self.title + words).split())
        elif not UNSEEN.intersection(self._open):
            self._texts.append(words)
        if "h1" in self._open:
            self.heading = (self.heading + words).strip()
        if "a" in self._open and self._href:
            self._link_words += words
            self.links[" ".join(self._link_words.split())] = self._href

    def _read_a(self, attrs):
        self._href, self._link_words = attrs.get("href", ""), ""

    def _read_form(self, attrs):
        self._form = Form(attrs.get("action", ""), attrs.get("method", "get"))
        self._form.draft = attrs.get("data-draft", "")
        self.forms.append(self._form)

    def _read_input(self, attrs):
        if not self._form or "name" not in attrs:
            return
        kind = attrs.get("type", "text")
        name, value = attrs["name"], attrs.get("value", "on" if kind == "checkbox" else "")
        if kind in ("radio", "checkbox"):
            self._form.offered.setdefault(name, []).append(value)
            if "checked" not in attrs:
                return
        self._form.add(name, value)

    def _read_textarea(self, attrs):
        self._name = attrs["name"]
        if self._form:
            self._form.add(self._name, "")

    def _read_select(self, attrs):
        self._name = attrs["name"]

    def _read_option(self, attrs):
        if self._form and "datalist" not in self._open:
            self._form.offered.setdefault(self._name, []).append(attrs["value"])
            if "selected" in attrs:
                self._form.add(self._name, attrs["value"])

    def _read_button(self, attrs):
        if self._form:
            self._form.buttons.append(attrs.get("name", ""))


def ids_and_targets(html: str) -> Iterator[tuple[str, str]]:
    """Every attribute that is an id or names one, to see that labels and links lead somewhere."""
    reader = _Ids()
    reader.feed(html)
    yield from reader.found


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("id", "for", "aria-describedby", "aria-labelledby"):
                self.found += [(name, each) for each in (value or "").split()]
            if name == "href" and (value or "").startswith("#"):
                self.found.append(("href", value[1:]))
