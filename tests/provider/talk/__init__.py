"""What is recorded in the room."""
