-- The facility directory (시설 목록): a projection of the facility grains for lists, search and matching. It can be rebuilt at any time.
-- Times are milliseconds since 1970-01-01 UTC. Names sort by code point, which is dictionary order for Hangul in every locale.
CREATE TABLE facility_directory
(
    facility_id uuid PRIMARY KEY,
    -- 0: marked, but not projected yet.
    revision bigint NOT NULL DEFAULT 0,
    -- The grain is about to write, or has written but not projected; the sweep then reads the grain.
    stale boolean NOT NULL DEFAULT true,
    stage smallint NOT NULL DEFAULT 0,
    name text COLLATE "C" NOT NULL DEFAULT '',
    type text COLLATE "C" NOT NULL DEFAULT '',
    district text COLLATE "C" NOT NULL DEFAULT '',
    address text COLLATE "C" NOT NULL DEFAULT '',
    business_number text COLLATE "C" NOT NULL DEFAULT '',
    phone text COLLATE "C" NOT NULL DEFAULT '',
    capacity integer NOT NULL DEFAULT 0,
    indoor boolean NOT NULL DEFAULT true,
    standing boolean NOT NULL DEFAULT false,
    registry smallint NOT NULL DEFAULT 0,
    registry_next_ms bigint,
    created_ms bigint NOT NULL DEFAULT 0,
    changed_ms bigint NOT NULL DEFAULT 0,
    activated_ms bigint,
    seen_ms bigint,
    search text COLLATE "C" NOT NULL DEFAULT '',
    -- Pairs of characters, or triples of digits. Pairs find Korean words of two syllables, which trigrams cannot.
    grams text[] COLLATE "C" NOT NULL DEFAULT '{}'
);

CREATE INDEX facility_directory_name ON facility_directory (name, facility_id) WHERE revision > 0;
CREATE INDEX facility_directory_type ON facility_directory (type, facility_id) WHERE revision > 0;
CREATE INDEX facility_directory_district ON facility_directory (district, facility_id) WHERE revision > 0;
CREATE INDEX facility_directory_stage ON facility_directory (stage, facility_id) WHERE revision > 0;
CREATE INDEX facility_directory_changed ON facility_directory (changed_ms, facility_id) WHERE revision > 0;
CREATE INDEX facility_directory_number ON facility_directory (business_number) WHERE revision > 0;
CREATE INDEX facility_directory_grams ON facility_directory USING gin (grams);
CREATE INDEX facility_directory_stale ON facility_directory (facility_id) WHERE stale;
CREATE INDEX facility_directory_registry ON facility_directory (registry_next_ms) WHERE registry_next_ms IS NOT NULL;

-- Roles of accounts at facilities. Role 9 is an offer to take over the facility.
CREATE TABLE facility_member
(
    account_id text COLLATE "C" NOT NULL,
    facility_id uuid NOT NULL REFERENCES facility_directory,
    role smallint NOT NULL,

    PRIMARY KEY (account_id, facility_id)
);

CREATE INDEX facility_member_facility ON facility_member (facility_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON facility_directory, facility_member TO "$database$_orleans";
