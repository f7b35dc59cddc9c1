-- Licensed venues (인허가 업소) that must sign up, and the actions for those that have not. Times are milliseconds since 1970-01-01 UTC, days are
-- days since then.
CREATE TABLE venue
(
    venue_id TEXT NOT NULL PRIMARY KEY,
    -- Ten digits; empty if the list has none.
    business_number TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    district TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    -- 0: not in the list.
    capacity INTEGER NOT NULL,
    licensed_on INTEGER,
    -- District, name and address, normalized: matches a venue without a business number.
    place_key TEXT NOT NULL,
    -- The newest list that contains it.
    list_id TEXT NOT NULL,
    loaded_ms INTEGER NOT NULL,
    -- The facility that signed up, how it was matched, and the similarity of the names (0 to 100).
    facility_id TEXT,
    match_kind INTEGER NOT NULL DEFAULT 0,
    match_score INTEGER NOT NULL DEFAULT 0,
    -- An official rejected this match.
    other_facility TEXT,
    invited_ms INTEGER
);

CREATE UNIQUE INDEX venue_number ON venue (business_number) WHERE business_number <> '';
CREATE UNIQUE INDEX venue_place_alone ON venue (place_key) WHERE business_number = '';
CREATE INDEX venue_place ON venue (place_key);
CREATE INDEX venue_open ON venue (district, venue_id) WHERE facility_id IS NULL;
CREATE INDEX venue_facility ON venue (facility_id) WHERE facility_id IS NOT NULL;

CREATE TABLE venue_list
(
    list_id TEXT NOT NULL PRIMARY KEY,
    file_name TEXT NOT NULL,
    loaded_by TEXT NOT NULL,
    -- The jurisdiction of the official who loaded the list; decides who else may see it.
    region TEXT NOT NULL,
    loaded_ms INTEGER NOT NULL,
    good INTEGER NOT NULL,
    bad INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    matched INTEGER NOT NULL
) WITHOUT ROWID;

-- Rows that were skipped, each with its reason.
CREATE TABLE venue_fault
(
    list_id TEXT NOT NULL REFERENCES venue_list,
    line INTEGER NOT NULL,
    problem INTEGER NOT NULL,
    field TEXT NOT NULL,
    content TEXT NOT NULL,

    PRIMARY KEY (list_id, line)
) WITHOUT ROWID;

-- One-time links. The code itself exists only on paper.
CREATE TABLE venue_invitation
(
    code_hash TEXT NOT NULL PRIMARY KEY,
    venue_id TEXT NOT NULL REFERENCES venue,
    made_by TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    -- The account that used it, and the facility whose registration it started.
    account_id TEXT,
    facility_id TEXT
) WITHOUT ROWID;

CREATE INDEX venue_invitation_venue ON venue_invitation (venue_id);
CREATE INDEX venue_invitation_facility ON venue_invitation (facility_id) WHERE facility_id IS NOT NULL;

-- Calls, visits and warnings for a venue, or for a facility that is on no list.
CREATE TABLE venue_contact
(
    contact_id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    day INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    note TEXT NOT NULL,
    made_by TEXT NOT NULL,
    entered_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX venue_contact_subject ON venue_contact (subject_id, entered_ms);

-- The last Korean day with a visit to a facility: rebuilt from the visit log, contains no visitors.
CREATE TABLE facility_activity
(
    facility_id TEXT NOT NULL PRIMARY KEY,
    last_day INTEGER NOT NULL
) WITHOUT ROWID;

-- The figures of a day, by district and type.
CREATE TABLE compliance_day
(
    day INTEGER NOT NULL,
    district TEXT NOT NULL,
    type TEXT NOT NULL,
    signed_up INTEGER NOT NULL,
    mandatory INTEGER NOT NULL,
    silent INTEGER NOT NULL,
    invited INTEGER NOT NULL,
    missing INTEGER NOT NULL,

    PRIMARY KEY (day, district, type)
) WITHOUT ROWID;

-- Covers the columns that the figures use, so that the wide rows are not read.
CREATE INDEX facility_directory_compliance ON facility_directory (district, type, facility_id, stage, capacity, indoor, standing, activated_ms)
    WHERE revision > 0;
