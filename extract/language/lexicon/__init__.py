"""Names known beforehand: their keys, spellings, meanings and identifiers."""
