"""What a hand does on pages of the admin."""


def press(tab, words):
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name=words, exact=True).first.click()


def follow(tab, words):
    with tab.page.expect_navigation():
        tab.page.get_by_role("link", name=words, exact=True).first.click()


def pick(tab, name, typed, words):
    """Type into a picker and take what it offers."""
    tab.page.get_by_role("combobox", name=name).click()
    tab.page.locator(".select2-search__field").press_sequentially(typed)
    tab.page.get_by_role("option", name=words).click()
