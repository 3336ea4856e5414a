"""The access log, and how long anything is kept."""
