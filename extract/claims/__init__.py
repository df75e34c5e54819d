"""Claims across sentences and documents."""
