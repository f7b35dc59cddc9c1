-- The facility directory (시설 목록): a projection of the facility grains for lists, search and matching. It can be rebuilt at any time.
-- Times are milliseconds since 1970-01-01 UTC.
CREATE TABLE facility_directory
(
    facility_id TEXT NOT NULL PRIMARY KEY,
    -- 0: marked, but not projected yet.
    revision INTEGER NOT NULL DEFAULT 0,
    -- The grain is about to write, or has written but not projected; the sweep then reads the grain.
    stale INTEGER NOT NULL DEFAULT 1,
    stage INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    type TEXT NOT NULL DEFAULT '',
    district TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    business_number TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    capacity INTEGER NOT NULL DEFAULT 0,
    indoor INTEGER NOT NULL DEFAULT 1,
    standing INTEGER NOT NULL DEFAULT 0,
    registry INTEGER NOT NULL DEFAULT 0,
    registry_next_ms INTEGER,
    created_ms INTEGER NOT NULL DEFAULT 0,
    changed_ms INTEGER NOT NULL DEFAULT 0,
    activated_ms INTEGER,
    seen_ms INTEGER,
    search TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE INDEX facility_directory_name ON facility_directory (name, facility_id);
CREATE INDEX facility_directory_type ON facility_directory (type, facility_id);
CREATE INDEX facility_directory_district ON facility_directory (district, facility_id);
CREATE INDEX facility_directory_stage ON facility_directory (stage, facility_id);
CREATE INDEX facility_directory_changed ON facility_directory (changed_ms, facility_id);
CREATE INDEX facility_directory_number ON facility_directory (business_number);
CREATE INDEX facility_directory_stale ON facility_directory (facility_id) WHERE stale;
CREATE INDEX facility_directory_registry ON facility_directory (registry_next_ms) WHERE registry_next_ms IS NOT NULL;

-- Roles of accounts at facilities. Role 9 is an offer to take over the facility.
CREATE TABLE facility_member
(
    account_id TEXT NOT NULL,
    facility_id TEXT NOT NULL,
    role INTEGER NOT NULL,

    PRIMARY KEY (account_id, facility_id)
) WITHOUT ROWID;

CREATE INDEX facility_member_facility ON facility_member (facility_id);
