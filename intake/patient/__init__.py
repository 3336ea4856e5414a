"""The patient's door: a link, a birth date, short pages, check, sign, send."""
