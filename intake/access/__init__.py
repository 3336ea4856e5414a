"""Who may open what: the table of addresses, the gate, staff sessions, sign-in attempts."""
