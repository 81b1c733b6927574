"""Operations: the janitor, health checks, alerts, fleet statistics and operator notices."""
