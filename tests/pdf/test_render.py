"""The limited printer: whatever happens to a child, the worker gets an answer and goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from intake.pdf.printer import client as printer
from intake.pdf.printer import server as nursery
from intake.pdf.printer.client import Busy, RenderFailed, render
from tests.pdf.pages import a_page

SLOW = a_page("<p>" + "word and " * 400_000)
"""Takes longer than any limit allows."""


def print_page(body: str = "<p>Hello"):
    return render(a_page(body), paper="letter", identifier="test")


def print_slowly():
    return render(SLOW, paper="letter", identifier="test")


def nursery_id() -> int:
    print_page()
    return printer._nursery._running.pid


def children_of(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in found]


def holds_a_job(child: int) -> bool:
    """One that has answered is listed for a moment longer, with its socket closed."""
    try:
        files = [os.readlink(each) for each in Path(f"/proc/{child}/fd").iterdir()]
        return any(each.startswith("socket:") for each in files)
    except OSError:
        return False


def a_child_of(process: int) -> int:
    for _ in range(500):
        if children := children_of(process):
            return children[0]
        time.sleep(0.01)
    raise AssertionError("no page is being printed")


def in_background(function) -> tuple[threading.Thread, list[object]]:
    told: list[object] = []

    def run() -> None:
        try:
            told.append(function())
        except Exception as error:  # noqa: BLE001  the test looks at it
            told.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, told


def test_page_comes_out_with_its_text_and_anchors():
    printed = print_page('<p id="here">Hello Maria')
    assert printed.pdf.startswith(b"%PDF-1.7")
    assert printed.text == ("Hello Maria",)
    assert printed.anchors == {"here": 1}
    assert printed.refused == 0


def test_line_of_more_letters_than_there_is_room_for_is_read_whole():
    line = "il" * 500
    tiny = f'<p style="font-size: 1pt; white-space: nowrap">{line}'
    assert print_page(tiny).text == (line,)


def test_child_that_computes_too_long_is_ended_by_the_kernel(monkeypatch):
    monkeypatch.setattr(nursery, "SECONDS", 1)
    child = os.fork()
    if child == 0:
        nursery.limit_myself()
        while True:
            pass
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)


@pytest.mark.parametrize(
    "excess",
    [
        lambda: bytearray(nursery.MEMORY),
        lambda: Path("/tmp/written-by-a-page").write_text("patient"),
    ],
    ids=["memory", "file"],
)
def test_child_gets_neither_more_memory_nor_a_file_to_write(excess):
    child = os.fork()
    if child == 0:
        try:
            nursery.limit_myself()
            excess()
        finally:
            os._exit(0 if sys.exc_info()[0] is None else 3)
    _, status = os.waitpid(child, 0)
    assert status != 0


def leave_the_network_and_call() -> int:
    child = os.fork()
    if child == 0:
        try:
            left = nursery.leave_the_network()
            devices = Path("/proc/self/net/dev").read_text().count(":")
        finally:
            os._exit(3 if sys.exc_info()[0] else 0 if left and devices == 1 else 4)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_printer_has_no_network_where_the_kernel_allows_it():
    # 4: this machine lets nobody leave the network; then the refusing fetcher stands alone.
    assert leave_the_network_and_call() in (0, 4)


def test_page_nested_too_deep_fails_by_name_and_quotes_nobody():
    with pytest.raises(RenderFailed) as failure:
        print_page("<div>Maria" * 3_000)
    assert failure.value.reason == "RecursionError"


def test_character_without_a_glyph_fails():
    with pytest.raises(RenderFailed, match="no glyph"):
        print_page("<p>\U0001f61f")


def test_child_killed_while_it_prints_fails_and_the_next_page_comes_out():
    parent = nursery_id()
    thread, told = in_background(print_slowly)
    os.kill(a_child_of(parent), signal.SIGKILL)
    thread.join()
    assert isinstance(told[0], RenderFailed)
    assert print_page().text == ("Hello",)


def test_printer_killed_is_started_again():
    os.kill(nursery_id(), signal.SIGKILL)
    assert print_page().text == ("Hello",)


def test_printer_ends_with_its_worker():
    script = (
        "from intake.pdf.printer import client as printer\n"
        "printer.render('<html lang=en><title>x</title>x', paper='a4', identifier='x')\n"
        "import os, sys\n"
        "sys.stdout.write(str(printer._nursery._running.pid)); sys.stdout.flush(); os._exit(0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    for _ in range(200):
        if not Path(f"/proc/{done.stdout}").exists():
            return
        time.sleep(0.05)
    raise AssertionError("the printer outlived its worker")


def test_forked_worker_prints_with_a_printer_of_its_own():
    mine = nursery_id()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, str(nursery_id()).encode())
            printer._nursery.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    theirs = int(os.read(reading, 20))
    assert theirs != mine
    assert nursery_id() == mine


def test_queue_has_an_end():
    parent = nursery_id()
    allowed = printer.PRINTS_AT_ONCE + printer.PRINTS_WAITING
    slow = [in_background(print_slowly)[0] for _ in range(allowed)]
    while printer._nursery.places._value:
        time.sleep(0.01)
    started = time.monotonic()
    with pytest.raises(Busy) as busy:
        print_page()
    assert time.monotonic() - started < 1
    assert busy.value.retry_after > 0
    while any(thread.is_alive() for thread in slow):
        for process in children_of(parent):
            os.kill(process, signal.SIGKILL)
        time.sleep(0.02)
    assert print_page().text == ("Hello",)


def test_a_page_that_waits_too_long_for_its_turn_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(printer, "PRINT_QUEUE_SECONDS", 0.01)
    for _ in range(printer.PRINTS_AT_ONCE):
        printer._nursery.turns.acquire()
    for _ in range(2 * printer.PRINTS_WAITING):  # none of them keeps a place in the queue
        with pytest.raises(Busy):
            print_page()
    for _ in range(printer.PRINTS_AT_ONCE):
        printer._nursery.turns.release()
    assert print_page().text == ("Hello",)


PAGE = nursery.packed({"text": ["Hello"], "anchors": {}, "refused": 0}, b"%PDF-1.7 Hello %%EOF\n")
PICTURES = nursery.packed({"large": 5, "small": 3}, b"largesma")


@pytest.mark.parametrize("lost", [2, 6, len(PAGE) - 20, len(PAGE) - 2])
def test_half_an_answer_of_a_child_that_was_killed_is_no_page(lost, monkeypatch):
    monkeypatch.setattr(printer, "_sent_and_answered", lambda *_job: PAGE)
    assert print_page().pdf == b"%PDF-1.7 Hello %%EOF\n"
    monkeypatch.setattr(printer, "_sent_and_answered", lambda *_job: PAGE[:-lost])
    with pytest.raises(RenderFailed):
        print_page()


def test_half_an_answer_of_a_child_that_was_killed_is_no_picture(monkeypatch):
    monkeypatch.setattr(printer, "_sent_and_answered", lambda *_job: PICTURES)
    assert printer.redraw(b"") == (b"large", b"sma")
    monkeypatch.setattr(printer, "_sent_and_answered", lambda *_job: PICTURES[:-1])
    with pytest.raises(RenderFailed):
        printer.redraw(b"")


def test_thirty_at_once_never_have_more_than_the_allowed_children():
    parent, most = nursery_id(), 0
    at_once = [in_background(print_page) for _ in range(30)]
    while any(thread.is_alive() for thread, _ in at_once):
        most = max(most, sum(map(holds_a_job, children_of(parent))))
        time.sleep(0.002)
    results = [told[0] for _, told in at_once]
    assert most <= printer.PRINTS_AT_ONCE
    assert all(isinstance(r, Busy) or r.text == ("Hello",) for r in results)
    assert (
        sum(not isinstance(r, Busy) for r in results)
        >= printer.PRINTS_AT_ONCE + printer.PRINTS_WAITING
    )


def test_printer_knows_nothing_of_the_environment(monkeypatch):
    monkeypatch.setenv("INTAKE_CANARY", "a key")
    printer._nursery.close()
    environment = Path(f"/proc/{nursery_id()}/environ").read_bytes()
    assert b"CANARY" not in environment
    assert b"INTAKE" not in environment


def test_web_worker_never_loads_the_layout_engine():
    script = (
        "import intake.pdf.copies, sys\n"
        "sys.exit(sum(name in sys.modules for name in ('weasyprint', 'pypdfium2', 'pydyf')))\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
