"""The access log, erasing, handing out, and keys."""
