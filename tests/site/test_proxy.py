"""The proxy's example that is shipped: whole, with the limits that the product counts on."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from clinicsite.middleware import LARGEST_BODY
from intake.core.limits import PHOTO_BODY, PHOTO_SECONDS, PRINT_QUEUE_SECONDS

CONFIGURATION = settings.BASE_DIR / "deploy" / "nginx.conf"
PROGRAMS = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"


def said(name: str) -> list[str]:
    """Every value that a directive is given."""
    return re.findall(rf"^\s*{name}\s+(.*?);", CONFIGURATION.read_text(), flags=re.MULTILINE)


def test_c83_slow_clients_and_large_posts_end_at_the_proxy():
    assert said("client_max_body_size") == ["1m", "13m"]
    assert (LARGEST_BODY, PHOTO_BODY) == (1024 * 1024, 13 * 1024 * 1024)
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= 1024 * 1024
    assert said("client_header_timeout") == said("client_body_timeout") == ["10s"]
    assert said("proxy_request_buffering") == ["on"]


def test_nothing_of_a_patient_is_left_in_a_file_of_the_proxy():
    servers = re.findall(r"^server \{", CONFIGURATION.read_text(), flags=re.MULTILINE)
    assert said("access_log") == ["off"] * len(servers)
    assert said("proxy_max_temp_file_size") == ["0"]  # of the server, so of all its locations
    assert said("client_body_buffer_size") == said("client_max_body_size")


def test_nobody_waits_longer_than_ten_seconds_but_for_photos_paper_and_exports():
    assert said("proxy_read_timeout") == ["9s", "20s", "75s"]
    assert PRINT_QUEUE_SECONDS + PHOTO_SECONDS < 20


def test_other_names_are_not_answered_and_our_own_pages_stand_for_the_product():
    assert said("ssl_reject_handshake") == ["on"]
    pages = [value.split() for value in said("error_page")]
    told = {code for *codes, _page in pages for code in codes}
    assert told == {"413", "429", "500", "502", "503", "504"}
    for *_codes, page in pages:
        assert (CONFIGURATION.parent / "pages" / page.removeprefix("/outage/")).exists()


def test_static_files_cost_no_turn_of_anybody():
    words = re.sub("#.*", "", CONFIGURATION.read_text())
    locations = dict(re.findall(r"location (\S+) \{(.*?)\}", words, flags=re.DOTALL))
    assert "limit_req" in locations["/"]
    assert "limit_req" not in locations["/static/"] + locations["@site"]


def test_containers_use_the_same_file_with_another_address_of_the_product():
    compose = (CONFIGURATION.parent / "compose.yml").read_text()
    here, _there = re.findall(r"sed s/(\S+?)/(\S+?)/ /srv/intake/nginx.conf", compose)[0]
    assert said("server") == [here]
    assert said("proxy_pass") == ["http://intake_site"] * 4


def test_the_product_gets_the_address_that_it_counts_tries_by():
    headers = dict(value.split(" ", 1) for value in said("proxy_set_header"))
    assert headers["X-Forwarded-For"] == "$remote_addr"  # never what the client says of itself
    assert headers["X-Forwarded-Proto"] == "$scheme"
    assert headers["Host"] == "$host"


def program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path=PROGRAMS)


@pytest.mark.skipif(program() is None, reason="nginx is not installed here")
def test_nginx_takes_it(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-subj", "/CN=intake.clinic.org", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    ours = CONFIGURATION.read_text()
    ours = ours.replace("/etc/ssl/intake/certificate.pem", str(certificate))
    ours = ours.replace("/etc/ssl/intake/key.pem", str(key))
    ours = ours.replace("/var/log/nginx/error.log", str(tmp_path / "error.log"))
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{places(tmp_path)}{ours}}}\n")
    command = [program(), "-t", "-q", "-e", tmp_path / "start.log", "-p", tmp_path, "-c", whole]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def places(folder: Path) -> str:
    """Where nginx would put its own files if it started; it makes the folders also to look."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
