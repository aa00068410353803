"""周报: the bureau's weekly paper from its draft to its issue, every edition with its files frozen, and the long work behind it.

`table` where it stands, `paper` one edition and who may read it, `steps` what is done with it, `numbers` its number, `reading` the one door
to papers, `files` what was issued, `jobs` the work that runs beside the server, `mail` how an issued paper goes out.
"""
