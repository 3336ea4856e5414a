"""What several admin pages build on."""
