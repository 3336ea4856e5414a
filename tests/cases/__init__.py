"""Cases of what must be survived that belong to no single room; `docs/cases.md` lists all."""
