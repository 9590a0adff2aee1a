"""What an author wrote: the definition of a questionnaire, its readers and its checks."""
