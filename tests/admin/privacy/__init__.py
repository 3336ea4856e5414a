"""The access log and patients' records."""
