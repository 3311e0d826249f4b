"""Safety and environment: incidents and grievances, hours, rounds, measurements, land, indicators."""
