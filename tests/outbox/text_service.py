"""A provider of text messages on this machine: takes posts, answers as it is told to."""

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


class TextService(ThreadingHTTPServer):
    """``taken`` are the fields of posts answered with 2xx, ``slow`` seconds after they came."""

    daemon_threads = True

    def __init__(self, *, slow: float = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.slow = slow
        self.status, self.body = 201, '{"sid": "SM1"}'
        self.taken: list[dict[str, str]] = []
        self.headers_seen: list[dict[str, str]] = []
        self.paths: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/messages"


class _Answers(BaseHTTPRequestHandler):
    server: TextService

    def do_POST(self) -> None:  # noqa: N802 - the name is http.server's
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        is_json = self.headers["Content-Type"] == "application/json"
        fields = json.loads(body) if is_json else dict(parse_qsl(body))
        if self.server.status // 100 == 2:
            self.server.taken.append(fields)
            self.server.headers_seen.append(dict(self.headers))
            self.server.paths.append(self.path)
        time.sleep(self.server.slow)
        answer = self.server.body.encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        with suppress(OSError):  # whoever asked may have been killed
            self.wfile.write(answer)

    def log_message(self, *_words: object) -> None:
        """Nothing of it belongs into the output of the tests."""
