"""Calls below it ask the kernel for no memory, at whatever depth they come."""

from resource import RUSAGE_SELF, getrusage

from intake.core.in_one_piece import in_one_piece

DEPTHS, TURNS = 800, 400


def wide(*letters: str) -> list[str]:
    one, two, three, four, five, six = letters
    return [one, two, three, four, five, six]


def faults_at(depth: int) -> int:
    """How often the kernel had to find memory for a loop that is so many calls deep."""
    if depth:
        return faults_at(depth - 1)
    before = getrusage(RUSAGE_SELF).ru_minflt
    for _turn in range(TURNS):
        wide(*"abcdef")
    return getrusage(RUSAGE_SELF).ru_minflt - before


def most_faults() -> int:
    return max(map(faults_at, range(DEPTHS)))


def test_no_loop_stands_at_the_edge_of_a_piece():
    assert in_one_piece(most_faults)() < TURNS // 2


def test_what_is_given_and_found_passes_through():
    @in_one_piece
    def joined(*words: str, between: str) -> str:
        """Words in one line."""
        return between.join(words)

    assert joined("a", "b", between="-") == "a-b"
    assert joined.__doc__ == "Words in one line."
