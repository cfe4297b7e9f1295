"""A service's own journal on PostgreSQL: every tutor's rows apart, made by whoever looks after the server, met by laptops now and then."""
