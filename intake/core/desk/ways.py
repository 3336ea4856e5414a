"""Which way a message goes, and whether a text fits into one."""

from .reminders import Message

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The letters of a text message (3GPP TS 23.038); any other makes it more than twice as long."""
ONE_TEXT = 160


def way_for(kind: Message, open_ways: frozenset[str], *, preferred: str) -> str:
    """The preferred way, and for a reminder the other one where both are open; empty for none.

    Whoever did not see the first message in one place may see the second in the other.
    """
    others = sorted(open_ways - {preferred})
    if kind is Message.REMINDER and others:
        return others[0]
    if preferred in open_ways:
        return preferred
    return others[0] if others else ""


def is_one_text(words: str) -> bool:
    return len(words) <= ONE_TEXT and set(words) <= GSM_7
