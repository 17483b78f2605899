"""Every change of the tables, one file each; forward only."""
