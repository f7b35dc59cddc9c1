-- Index for finding pseudonyms on a day that is still being written. The previous bloom index (BRIN) was read completely for each pseudonym, and the
-- contacts of a case scanned the whole day. Inserts into an index on hour and hash touch only the pages of the current hour, so it stays cheap
-- however large the day is. A pseudonym is looked up in each of the 24 hours of the day.
-- Runs with the rights of its caller: only the functions of the owner can use it.
CREATE FUNCTION visits.index_hours(part text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON visits.%I (((slot / 3600)::integer), uuid_hash(pseudonym))', part || '_pseudonym_hour', part);
    EXECUTE format('DROP INDEX IF EXISTS visits.%I', part || '_pseudonym_brin');
END
$$;

CREATE OR REPLACE FUNCTION visits.open_day(day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET lock_timeout = '2s'
AS $$
DECLARE
    parent text;
    part text;
    low text;
    high text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('visits.day'), day - date '1970-01-01');
    FOREACH parent IN ARRAY ARRAY['visit', 'voided', 'paper'] LOOP
        part := visits.partition_name(parent, day);
        CONTINUE WHEN to_regclass('visits.' || part) IS NOT NULL;
        IF parent = 'paper' THEN
            low := quote_literal(day);
            high := quote_literal(day + 1);
        ELSE
            low := visits.midnight(day)::text;
            high := visits.midnight(day + 1)::text;
        END IF;
        EXECUTE format('CREATE TABLE visits.%I (LIKE visits.%I INCLUDING DEFAULTS INCLUDING INDEXES)', part, parent);
        IF parent = 'visit' THEN
            PERFORM visits.index_hours(part);
        END IF;
        EXECUTE format('ALTER TABLE visits.%I ATTACH PARTITION visits.%I FOR VALUES FROM (%s) TO (%s)', parent, part, low, high);
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION visits.close_day(day date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET lock_timeout = '2s'
AS $$
DECLARE
    part text := visits.partition_name('visit', day);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('visits.day'), day - date '1970-01-01');
    IF to_regclass('visits.' || part) IS NULL OR to_regclass('visits.' || part || '_pseudonym') IS NOT NULL THEN
        RETURN false;
    END IF;
    IF NOT visits.is_over(day, 49) THEN
        RAISE EXCEPTION 'Day % may still be written.', day USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    EXECUTE format('CREATE INDEX %I ON visits.%I (pseudonym)', part || '_pseudonym', part);
    EXECUTE format('DROP INDEX visits.%I', part || '_pseudonym_hour');
    EXECUTE format('ANALYZE visits.%I', part);
    RETURN true;
END
$$;

-- Existing open days. Scans wait while the current day is indexed (one second for each million visits), so migrate at a quiet hour.
DO $$
DECLARE
    part text;
BEGIN
    FOR part IN
        SELECT child.relname FROM pg_inherits i JOIN pg_class child ON child.oid = i.inhrelid
        WHERE i.inhparent = 'visits.visit'::regclass AND to_regclass('visits.' || child.relname || '_pseudonym') IS NULL
    LOOP
        PERFORM visits.index_hours(part);
        EXECUTE format('ANALYZE visits.%I', part);
    END LOOP;
END
$$;
