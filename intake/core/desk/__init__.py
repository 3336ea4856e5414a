"""What the reception desk reads and plans: dates, times and names as people type them."""
