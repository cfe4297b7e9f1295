"""Behind the tutor's door."""
