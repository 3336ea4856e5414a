"""What is asked, and what an answer can be."""
