"""Nothing is fetched: not from an answer, not from a template, not from the child's network."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import cycle

import pikepdf
import pytest

from intake.pdf.copies import patient_html, provider_pages
from intake.pdf.printer.client import render
from intake.pdf.printer.layout import Press
from tests.make.discussions import maria, maria_who
from tests.pdf.pages import a_page, is_in, opened

VECTORS = (
    '<img src="URL">',
    '<img srcset="URL 2x">',
    '<link rel="stylesheet" href="URL">',
    '<link rel="attachment" href="URL">',
    '<style>@import url("URL");</style>',
    '<style>@import "URL";</style>',
    "<style>body{background:url(URL)}</style>",
    "<style>li{list-style-image:url(URL)}</style>",
    "<style>@font-face{font-family:x;src:url(URL)} p{font-family:x}</style>",
    "<style>p::before{content:url(URL)}</style>",
    "<style>p{border-image-source:url(URL)}</style>",
    "<style>p{mask-image:url(URL)}</style>",
    '<p style="background-image:url(URL)">x',
    '<object data="URL"></object>',
    '<embed src="URL">',
    '<iframe src="URL"></iframe>',
    '<input type="image" src="URL">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="URL"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="URL#a"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import url(URL);</style></svg>',
    '<base href="URL"><img src="x.png">',
    '<meta http-equiv="refresh" content="0;url=URL"><a rel="attachment" href="URL">a</a>',
)


class Listener:
    """Counts who calls on a port of this machine."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self._open = True
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/patient"

    def _listen(self) -> None:
        while self._open:
            try:
                self._socket.accept()[0].close()
            except TimeoutError:
                continue
            self.calls += 1

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.close()


@pytest.fixture
def secret(tmp_path) -> str:
    file = tmp_path / "secret.txt"
    file.write_text("the-secret-canary")
    return file.as_uri()


def test_listener_hears_a_call(listener):
    with socket.create_connection(("127.0.0.1", int(listener.url.split(":")[2][:-8]))):
        pass
    listener.close()
    assert listener.calls == 1


def test_vectors_in_every_answer_are_printed_and_fetch_nothing(listener, secret):
    both = "\n".join(v.replace("URL", u) for v in VECTORS for u in (listener.url, secret))
    odd = maria_who(
        hope=both,
        my_questions=both,
        medicines_list=both,
        product_name=VECTORS[0].replace("URL", listener.url),
        worries=[v.replace("URL", listener.url) for v in VECTORS[:3]],
    )
    rendered = render(next(provider_pages(odd)), paper="letter", identifier="x")
    assert rendered.refused == 0
    assert is_in(both, " ".join(rendered.text))
    assert listener.calls == 0


def test_vectors_in_staff_texts_fetch_nothing(listener):
    vectors = [vector.replace("URL", listener.url) for vector in VECTORS]
    points = tuple(
        replace(p, title=vectors[n % 22], patient=vectors[-n % 22], provider=(vectors[n % 22],))
        for n, p in enumerate(maria().points)
    )
    odd = replace(maria(), points=points)
    for html in (next(provider_pages(odd)), patient_html(odd)):
        rendered = render(html, paper="letter", identifier="x")
        assert rendered.refused == 0
        assert is_in(vectors[0], " ".join(rendered.text))
    assert listener.calls == 0


def planted(part: object, vectors: Iterator[str]) -> object:
    """The same part of a discussion with a vector in the place of every text, however deep."""
    if type(part) is str:
        return next(vectors)
    if isinstance(part, tuple):
        return tuple(planted(each, vectors) for each in part)
    if is_dataclass(part):
        texts = {each.name: getattr(part, each.name) for each in fields(part)}
        return replace(part, **{name: planted(text, vectors) for name, text in texts.items()})
    return part


@pytest.mark.parametrize(
    "html_of", [lambda each: next(provider_pages(each)), patient_html], ids=["provider", "patient"]
)
def test_vectors_in_every_text_of_a_discussion_fetch_nothing(html_of, listener, secret):
    # Short ones: whatever is left unescaped fetches them, and pages of long words take long.
    both = [vector.replace("URL", url) for vector in VECTORS[:2] for url in (listener.url, secret)]
    odd = planted(maria(), cycle(both))
    html = html_of(odd)
    assert html.count("&lt;") > 30
    rendered = render(html, paper="letter", identifier="x")
    assert rendered.refused == 0
    assert listener.calls == 0
    assert "canary" not in " ".join(rendered.text)


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


@pytest.mark.parametrize("vector", VECTORS)
def test_vector_in_a_template_meets_the_refusing_fetcher(vector, press, listener, secret):
    """Printed here, in a process that has a network, to see the fetcher stand alone."""
    body = "".join(vector.replace("URL", url) for url in (listener.url, secret))
    sheets = press.print(a_page(f"<p>Before{body}<p>After"), paper="letter", identifier=b"x")
    assert listener.calls == 0
    assert "canary" not in " ".join(sheets.text)
    with opened(sheets.pdf) as pdf:
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        streams = [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream)]
    assert not any(b"the-secret-canary" in stream for stream in streams)


def test_refused_fetches_are_counted_and_raise_nothing(listener):
    printed = render(a_page(f'<img src="{listener.url}">'), paper="letter", identifier="x")
    assert printed.refused == 1
    assert listener.calls == 0
