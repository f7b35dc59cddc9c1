-- The register's audit log (감사 기록): an append-only hash chain. The key on the number prevents concurrent writers from forking the chain.
CREATE TABLE audit_entry
(
    number bigint PRIMARY KEY,
    -- The exact bytes that are hashed.
    text text NOT NULL,
    hash text NOT NULL,
    -- Unique for entries that must be recorded at most once, even if a crash repeats them.
    once text UNIQUE
);

GRANT SELECT, INSERT ON audit_entry TO "$database$_orleans";

-- Keeps the count of a destruction that a crash interrupted.
CREATE FUNCTION visits.count_day(day date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    parent text;
    rows bigint;
    total bigint := 0;
BEGIN
    FOREACH parent IN ARRAY ARRAY['visit', 'paper'] LOOP
        CONTINUE WHEN to_regclass('visits.' || visits.partition_name(parent, day)) IS NULL;
        EXECUTE format('SELECT count(*) FROM visits.%I', visits.partition_name(parent, day)) INTO rows;
        total := total + rows;
    END LOOP;
    RETURN total;
END
$$;

REVOKE ALL ON FUNCTION visits.count_day(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION visits.count_day(date) TO "$database$_destroyer";
