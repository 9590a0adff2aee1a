"""The expression language of questionnaires: the part of ODK's XPath that Otklik carries."""
