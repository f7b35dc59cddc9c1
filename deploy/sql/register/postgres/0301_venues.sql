-- Licensed venues (인허가 업소) that must sign up, and the actions for those that have not. Times are milliseconds since 1970-01-01 UTC, days are
-- days since then.
CREATE TABLE venue
(
    venue_id uuid PRIMARY KEY,
    -- Ten digits; empty if the list has none.
    business_number text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    district text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    phone text COLLATE "C" NOT NULL,
    -- 0: not in the list.
    capacity integer NOT NULL,
    licensed_on integer,
    -- District, name and address, normalized: matches a venue without a business number.
    place_key text COLLATE "C" NOT NULL,
    -- The newest list that contains it.
    list_id uuid NOT NULL,
    loaded_ms bigint NOT NULL,
    -- The facility that signed up, how it was matched, and the similarity of the names (0 to 100).
    facility_id uuid,
    match_kind smallint NOT NULL DEFAULT 0,
    match_score smallint NOT NULL DEFAULT 0,
    -- An official rejected this match.
    other_facility uuid,
    invited_ms bigint
);

CREATE UNIQUE INDEX venue_number ON venue (business_number) WHERE business_number <> '';
CREATE UNIQUE INDEX venue_place_alone ON venue (place_key) WHERE business_number = '';
CREATE INDEX venue_place ON venue (place_key);
CREATE INDEX venue_open ON venue (district, venue_id) WHERE facility_id IS NULL;
CREATE INDEX venue_facility ON venue (facility_id) WHERE facility_id IS NOT NULL;

CREATE TABLE venue_list
(
    list_id uuid PRIMARY KEY,
    file_name text NOT NULL,
    loaded_by text NOT NULL,
    -- The jurisdiction of the official who loaded the list; decides who else may see it.
    region text COLLATE "C" NOT NULL,
    loaded_ms bigint NOT NULL,
    good integer NOT NULL,
    bad integer NOT NULL,
    added integer NOT NULL,
    changed integer NOT NULL,
    unchanged integer NOT NULL,
    matched integer NOT NULL
);

-- Rows that were skipped, each with its reason.
CREATE TABLE venue_fault
(
    list_id uuid NOT NULL REFERENCES venue_list,
    line integer NOT NULL,
    problem smallint NOT NULL,
    field text NOT NULL,
    content text NOT NULL,

    PRIMARY KEY (list_id, line)
);

-- One-time links. The code itself exists only on paper.
CREATE TABLE venue_invitation
(
    code_hash text COLLATE "C" PRIMARY KEY,
    venue_id uuid NOT NULL REFERENCES venue,
    made_by text NOT NULL,
    made_ms bigint NOT NULL,
    until_ms bigint NOT NULL,
    -- The account that used it, and the facility whose registration it started.
    account_id text COLLATE "C",
    facility_id uuid
);

CREATE INDEX venue_invitation_venue ON venue_invitation (venue_id);
CREATE INDEX venue_invitation_facility ON venue_invitation (facility_id) WHERE facility_id IS NOT NULL;

-- Calls, visits and warnings for a venue, or for a facility that is on no list.
CREATE TABLE venue_contact
(
    contact_id uuid PRIMARY KEY,
    subject_id uuid NOT NULL,
    day integer NOT NULL,
    kind smallint NOT NULL,
    note text NOT NULL,
    made_by text NOT NULL,
    entered_ms bigint NOT NULL
);

CREATE INDEX venue_contact_subject ON venue_contact (subject_id, entered_ms);

-- The last Korean day with a visit to a facility: rebuilt from the visit log, contains no visitors.
CREATE TABLE facility_activity
(
    facility_id uuid PRIMARY KEY,
    last_day integer NOT NULL
);

-- The figures of a day, by district and type.
CREATE TABLE compliance_day
(
    day integer NOT NULL,
    district text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    signed_up integer NOT NULL,
    mandatory integer NOT NULL,
    silent integer NOT NULL,
    invited integer NOT NULL,
    missing integer NOT NULL,

    PRIMARY KEY (day, district, type)
);

-- Covers the columns that the figures use, so that the wide rows are not read.
CREATE INDEX facility_directory_compliance ON facility_directory (district, type, facility_id)
    INCLUDE (stage, capacity, indoor, standing, activated_ms) WHERE revision > 0;

GRANT SELECT, INSERT, UPDATE, DELETE
    ON venue, venue_list, venue_fault, venue_invitation, venue_contact, facility_activity, compliance_day
    TO "$database$_orleans";
