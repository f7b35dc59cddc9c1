-- The visit log (출입기록): append-only, one partition for each Korean day, destroyed by dropping the partition (docs/adr/0003, docs/adr/0005).
CREATE SCHEMA visits;

CREATE TABLE visits.visit
(
    slot bigint NOT NULL,
    issuer integer NOT NULL,
    token_id uuid NOT NULL,
    pseudonym uuid NOT NULL,
    facility_id uuid NOT NULL,
    device_id uuid NOT NULL,
    scan_id uuid NOT NULL,
    entered_at timestamptz(3) NOT NULL,
    received_at timestamptz(6) NOT NULL,

    -- Decides single use. The key rises with time, so inserts touch the right edge of the index.
    PRIMARY KEY (slot, issuer, token_id)
) PARTITION BY RANGE (slot);

CREATE INDEX visit_facility ON visits.visit (facility_id, entered_at);

-- An undone visit; its token stays spent.
CREATE TABLE visits.voided
(
    slot bigint NOT NULL,
    issuer integer NOT NULL,
    token_id uuid NOT NULL,
    voided_at timestamptz(3) NOT NULL,

    PRIMARY KEY (slot, issuer, token_id)
) PARTITION BY RANGE (slot);

-- Entry of a visitor without a phone (수기명부): bytes that only the authority can open.
CREATE TABLE visits.paper
(
    day date NOT NULL,
    device_id uuid NOT NULL,
    scan_id uuid NOT NULL,
    facility_id uuid NOT NULL,
    sealed text NOT NULL,
    entered_at timestamptz(3) NOT NULL,
    received_at timestamptz(6) NOT NULL,

    PRIMARY KEY (day, device_id, scan_id)
) PARTITION BY RANGE (day);

CREATE INDEX paper_facility ON visits.paper (facility_id, entered_at);

-- The start of a Korean day (UTC+9, no daylight saving time), in seconds since 1970-01-01 UTC.
CREATE FUNCTION visits.midnight(day date) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    RETURN (day - date '1970-01-01')::bigint * 86400 - 9 * 3600;

-- Whether the given number of hours has passed since the start of the day. Uses seconds, so that the time zone of the caller does not matter.
CREATE FUNCTION visits.is_over(day date, hours integer) RETURNS boolean
    LANGUAGE sql VOLATILE
    SET search_path = pg_catalog, pg_temp
    RETURN extract(epoch FROM clock_timestamp()) >= visits.midnight(day) + hours * 3600;

CREATE FUNCTION visits.partition_name(parent text, day date) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp
    RETURN parent || '_' || to_char(day, 'YYYYMMDD');

-- Ensures that a day can be written. The partition is attached and not created in place, because this does not block scans.
CREATE FUNCTION visits.open_day(day date) RETURNS void
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
            -- Cheap to write, and a lookup takes 28 ms. With the default parameters it took a second.
            EXECUTE format('CREATE INDEX %I ON visits.%I USING brin (pseudonym uuid_bloom_ops(n_distinct_per_range = 3500, '
                || 'false_positive_rate = 0.005)) WITH (autosummarize = on)', part || '_pseudonym_brin', part);
        END IF;
        EXECUTE format('ALTER TABLE visits.%I ATTACH PARTITION visits.%I FOR VALUES FROM (%s) TO (%s)', parent, part, low, high);
    END LOOP;
END
$$;

-- Creates the index for traces on a day that is no longer written (a batch may be 24 h old).
CREATE FUNCTION visits.close_day(day date) RETURNS boolean
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
    EXECUTE format('DROP INDEX visits.%I', part || '_pseudonym_brin');
    EXECUTE format('ANALYZE visits.%I', part);
    RETURN true;
END
$$;

-- The days that are still stored, oldest first.
CREATE FUNCTION visits.days_held() RETURNS SETOF date
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT DISTINCT to_date(right(child.relname, 8), 'YYYYMMDD')
    FROM pg_inherits i
    JOIN pg_class child ON child.oid = i.inhrelid
    WHERE i.inhparent IN ('visits.visit'::regclass, 'visits.voided'::regclass, 'visits.paper'::regclass)
        AND child.relkind = 'r'
    ORDER BY 1
$$;

-- Destroys a day: visits, voids and paper visits. Checks the age of the day with the database's own clock, whatever time the caller has.
-- Returns the number of visits and paper visits, or null if the day was destroyed before.
CREATE FUNCTION visits.destroy_day(day date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    -- Fails and is retried if a reader takes long, instead of blocking scans.
    SET lock_timeout = '500ms'
AS $$
DECLARE
    parent text;
    part text;
    rows bigint;
    total bigint;
BEGIN
    IF NOT visits.is_over(day, 29 * 24) THEN
        RAISE EXCEPTION 'Day % is not four weeks old.', day USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('visits.day'), day - date '1970-01-01');
    FOREACH parent IN ARRAY ARRAY['visit', 'voided', 'paper'] LOOP
        part := visits.partition_name(parent, day);
        CONTINUE WHEN to_regclass('visits.' || part) IS NULL;
        EXECUTE format('SELECT count(*) FROM visits.%I', part) INTO rows;
        IF parent <> 'voided' THEN
            total := coalesce(total, 0) + rows;
        END IF;
        EXECUTE format('DROP TABLE visits.%I', part);
    END LOOP;
    RETURN total;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA visits FROM PUBLIC;
GRANT USAGE ON SCHEMA visits TO "$database$_recorder", "$database$_tracer", "$database$_destroyer";

-- The recorder may insert a visit and recognize its own retry. It cannot read who entered.
GRANT INSERT, SELECT (slot, issuer, token_id, scan_id, device_id, entered_at) ON visits.visit TO "$database$_recorder";
GRANT INSERT, SELECT (slot, issuer, token_id) ON visits.voided TO "$database$_recorder";
GRANT INSERT, SELECT (day, device_id, scan_id, entered_at) ON visits.paper TO "$database$_recorder";
GRANT EXECUTE ON FUNCTION visits.open_day(date) TO "$database$_recorder";

GRANT SELECT ON visits.visit, visits.voided, visits.paper TO "$database$_tracer";

GRANT EXECUTE ON FUNCTION
    visits.open_day(date), visits.close_day(date), visits.days_held(), visits.destroy_day(date)
    TO "$database$_destroyer";
