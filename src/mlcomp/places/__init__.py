"""From what a person types to a metro: facts and names only, no pay."""
