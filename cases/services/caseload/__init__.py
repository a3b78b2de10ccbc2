"""A caseload that was kept in a spreadsheet: guess its columns, check each row, take it in as a whole or not at all."""
