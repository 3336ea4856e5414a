"""From answers to the discussion: points, unknowns, allergies, numbering."""
