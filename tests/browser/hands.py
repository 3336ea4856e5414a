"""Two ways to fill in a page: with a finger, or with nothing but a keyboard."""

from playwright.sync_api import Page

CHOICES = ("radio", "checkbox")
MOST_STOPS = 200
OUTSIDE = ("body", "html")

# What has the focus, whether one sees that it has it, and whether something else lies over it.
FOCUSED = r"""() => {
  const control = document.activeElement, place = control.closest('.choice, li') ?? control;
  const chip = control.closest('.chip')?.querySelector('span') ?? control;
  const isMarked = [control, place, chip].some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  const box = control.getClientRects()[0] ?? control.getBoundingClientRect();
  const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const points = [.1, .5, .9].map((at) => [box.left + box.width * at, box.top + box.height * at]);
  const isSeen = points.some(([x, y]) => {
    const hit = inside(x, y) && document.elementFromPoint(x, y);
    return hit && (control.contains(hit) || hit.contains(control) || place.contains(hit));
  });
  return {
    tag: control.localName, type: control.type ?? '', name: control.name ?? '',
    value: control.value ?? '', words: control.innerText?.replace(/\s+/g, ' ') ?? '',
    isMarked, isSeen,
  };
}"""


class Pointer:
    """Taps on what it needs."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def has(self, name: str) -> bool:
        return self.page.locator(f'[name="{name}"]').count() > 0

    def fill(self, name: str, *values: str) -> None:
        """Choose or type; of several boxes exactly those with ``values`` end up ticked."""
        controls = self.page.locator(f'[name="{name}"]')
        kind = controls.first.get_attribute("type")
        if kind in CHOICES:
            for value in values:
                one = controls.and_(self.page.locator(f'[value="{value}"]'))
                (one if controls.count() > 1 else controls).check()
        elif controls.first.evaluate("control => control.localName") == "select":
            controls.select_option(values[0])
        else:
            controls.fill(values[0])

    def press(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words).first.click()

    def follow(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words).first.click()


class Keyboard:
    """Never points: walks from stop to stop, and wants to see where it stands."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def has(self, name: str) -> bool:
        return self.page.locator(f'[name="{name}"]').count() > 0

    def fill(self, name: str, *values: str) -> None:
        stop = self._walk_to(lambda stop: stop["name"] == name)
        if stop["type"] == "radio":
            self._choose(name, values[0])
        elif stop["type"] == "checkbox":
            for value in values:
                self._walk_to(lambda stop, v=value: (stop["name"], stop["value"]) == (name, v))
                self.page.keyboard.press("Space")
        elif stop["tag"] == "select":
            self._pick(stop["value"], values[0])
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(values[0])

    def press(self, words: str) -> None:
        self._walk_to(lambda stop: stop["tag"] == "button" and words in stop["words"])
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, words: str) -> None:
        self._walk_to(lambda stop: stop["tag"] == "a" and words in stop["words"])
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _choose(self, name: str, value: str) -> None:
        """A group of radio buttons is one stop; arrows choose within it."""
        offered = self.page.locator(f'input[name="{name}"]').evaluate_all(
            "radios => radios.map((radio) => radio.value)"
        )
        here = self.page.evaluate(FOCUSED)["value"]
        self.page.keyboard.press("Space")
        for _ in range((offered.index(value) - offered.index(here)) % len(offered)):
            self.page.keyboard.press("ArrowDown")
        assert self.page.evaluate(FOCUSED)["value"] == value

    def _pick(self, here: str, value: str) -> None:
        """Months stand in their order after an empty line."""
        for _ in range(int(value) - int(here or 0)):
            self.page.keyboard.press("ArrowDown")

    def next_stop(self) -> dict:
        """Where the next Tab leads; one must see that it is there."""
        self.page.keyboard.press("Tab")
        stop = self.page.evaluate(FOCUSED)
        if stop["tag"] not in OUTSIDE:
            assert stop["isMarked"], f"one does not see that this has the focus: {stop}"
            assert stop["isSeen"], f"this has the focus and is out of sight: {stop}"
        return stop

    def _walk_to(self, is_there) -> dict:
        stop = self.page.evaluate(FOCUSED)
        for _ in range(MOST_STOPS):
            if is_there(stop):
                return stop
            stop = self.next_stop()
        raise AssertionError(f"{self.page.url} has no such stop")


class Clicks:
    """Counts what is pressed in a tab from now on, over every page; keys are no clicks."""

    NOTED = (
        "addEventListener('pointerdown',"
        " () => sessionStorage.setItem('clicks', Number(sessionStorage.getItem('clicks')) + 1),"
        " true)"
    )

    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate(self.NOTED)
        page.add_init_script(self.NOTED)

    def taken(self) -> int:
        """Since it was asked before."""
        return int(
            self.page.evaluate(
                "() => { const n = sessionStorage.getItem('clicks');"
                " sessionStorage.setItem('clicks', 0); return Number(n) }"
            )
        )
