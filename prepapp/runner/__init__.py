"""Labs and code checks as child processes: started, heard, cancelled, and never left behind."""
