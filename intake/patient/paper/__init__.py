"""What is otherwise when staff type in what a patient wrote on paper."""
