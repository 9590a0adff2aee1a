"""What is asked and answered. Knows no messenger, no database, no scheduler, no web framework."""
