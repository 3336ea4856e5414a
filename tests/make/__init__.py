"""Plain functions that make what tests need: versions, visits, talks, staff, files."""
