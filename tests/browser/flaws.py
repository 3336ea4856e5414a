"""What can be wrong with any page, looked for at several widths."""

from collections.abc import Sequence

from tests.browser import axe
from tests.browser.chromium import DESK, PHONE, Tab

NARROW = 320
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '200%'"
SIDEWAYS = """() => {
  const page = document.documentElement, wide = page.clientWidth;
  if (page.scrollWidth <= wide) return [];
  return [...document.querySelectorAll('body *')]
    .filter((each) => each.getBoundingClientRect().right > wide + 1)
    .map((each) => each.outerHTML.slice(0, 120));
}"""
# A link in a sentence may be as low as its line; some links are as large as the row they are in.
TOO_SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter((each) => each.type !== 'hidden' && each.getClientRects().length)
  .filter((each) => !each.matches('.skip') && !(each.localName === 'a' && each.closest('p')))
  .filter((each) => getComputedStyle(each, '::after').position !== 'absolute')
  .filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width < 24 || box.height < 24;
  })
  .map((each) => each.outerHTML.slice(0, 120))"""


def flaws(tab: Tab, *, widths: Sequence[int] = (PHONE, DESK)) -> dict[str, list[str]]:
    """What is wrong with the page that stands in a tab, by how one looks at it."""
    found = {}
    for width in widths:
        tab.widen(width)
        found[f"axe at {width}"] = axe.violations(tab.page)
    for width in (NARROW, PHONE):
        tab.widen(width)
        found[f"sideways at {width}"] = tab.page.evaluate(SIDEWAYS)
        found[f"too small at {width}"] = tab.page.evaluate(TOO_SMALL)
    tab.page.evaluate(TWICE_AS_LARGE)
    for width in (PHONE, DESK):
        tab.widen(width)
        found[f"sideways with large text at {width}"] = tab.page.evaluate(SIDEWAYS)
    return {look: each for look, each in found.items() if each}
