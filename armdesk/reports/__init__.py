"""Reports: what the cooperative says about a period, written once and for every kind of file."""
