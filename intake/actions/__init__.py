"""What can be done: each action is one transaction, and takes the time as an argument."""
