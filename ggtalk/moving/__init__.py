"""Moving an installation from one kind of database to another, row by row, and showing that nothing was lost."""
