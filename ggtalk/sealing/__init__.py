"""What people said, unreadable in the database and in the storage without the operator's keys."""
