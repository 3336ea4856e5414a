"""Messages to patients, through a real mail server on this machine."""
