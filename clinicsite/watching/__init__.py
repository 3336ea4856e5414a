"""What can be watched: how long pages take, how much waits, when everything last ran."""
