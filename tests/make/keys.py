"""Which key sealed what, read off the sealed bytes themselves."""


def key_id_of(content: bytes | memoryview) -> str:
    """The id after three letters of magic and its own length."""
    sealed = bytes(content)
    return sealed[4 : 4 + sealed[3]].decode()
