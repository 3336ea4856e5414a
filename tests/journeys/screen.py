"""What a person sees of a page: its forms with their values, its links, its words."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "link", "meta", "br", "hr", "img"}
UNSEEN = {"script", "style", "title"}
IDS = re.compile(r'\sid="([^"]*)"')
NAMED = re.compile(r'\s(?:for|form|aria-describedby|aria-labelledby|aria-controls)="([^"]*)"')
ANCHORS = re.compile(r'\shref="#([^"]+)"')
FORMS = re.compile(r"(<form\b[^>]*>)(.*?)</form>", re.DOTALL)


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


def astray(html: str) -> list[str]:
    """What leads nowhere on a page: labels and links to no element, forms that send too little."""
    ids = [*IDS.findall(html)]
    twice = {each for each in ids if ids.count(each) > 1}
    named = {each for texts in NAMED.findall(html) for each in texts.split()}
    found = [*map("id twice: {}".format, sorted(twice))]
    found += map("no such id: {}".format, sorted(named.union(ANCHORS.findall(html)) - {*ids}))
    for tag, inside in FORMS.findall(html):
        if ('method="post"' in tag) != ("csrfmiddlewaretoken" in inside):
            found.append(f"posts without a token, or has one and does not post: {tag}")
        if 'type="file"' in inside and 'enctype="multipart/form-data"' not in tag:
            found.append(f"sends no file: {tag}")
    return found
