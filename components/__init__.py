"""Values in, pictures out: what pages, briefings and the wall are composed of. No session, no database, no callbacks."""
