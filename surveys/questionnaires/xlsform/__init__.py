"""A questionnaire as a spreadsheet in XLSForm: containers, pyxform's verdict, building, writing."""
