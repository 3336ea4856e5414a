"""What a browser does with a page that is not looked at; a test's browser has one that it shows."""

from playwright.sync_api import Page

ANOTHER_APP = """() => {
  for (const [name, value] of [["hidden", true], ["visibilityState", "hidden"]]) {
    Object.defineProperty(document, name, { value, configurable: true });
  }
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}"""
FROM_MEMORY = "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def look_elsewhere(page: Page) -> None:
    """Another app comes to the front; a phone may never come back to this one."""
    page.evaluate(ANOTHER_APP)


def come_back_from_memory(page: Page) -> None:
    """As after "Back" in a browser that has kept the page as it was left."""
    page.evaluate(FROM_MEMORY)
