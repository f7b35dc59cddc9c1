-- One file for each Korean day, destroyed by removing the file. Identifiers are 16 bytes big endian, times count from 1970-01-01 UTC.
CREATE TABLE IF NOT EXISTS visit
(
    slot INTEGER NOT NULL,
    issuer INTEGER NOT NULL,
    token_id BLOB NOT NULL,
    pseudonym BLOB NOT NULL,
    facility_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    scan_id BLOB NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    received_at_us INTEGER NOT NULL,

    -- Decides single use.
    PRIMARY KEY (slot, issuer, token_id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS visit_facility ON visit (facility_id, entered_at_ms);
CREATE INDEX IF NOT EXISTS visit_pseudonym ON visit (pseudonym);

-- An undone visit; its token stays spent.
CREATE TABLE IF NOT EXISTS voided
(
    slot INTEGER NOT NULL,
    issuer INTEGER NOT NULL,
    token_id BLOB NOT NULL,
    voided_at_ms INTEGER NOT NULL,

    PRIMARY KEY (slot, issuer, token_id)
) WITHOUT ROWID;

-- Entry of a visitor without a phone (수기명부): bytes that only the authority can open.
CREATE TABLE IF NOT EXISTS paper
(
    device_id BLOB NOT NULL,
    scan_id BLOB NOT NULL,
    facility_id BLOB NOT NULL,
    sealed TEXT NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    received_at_us INTEGER NOT NULL,

    PRIMARY KEY (device_id, scan_id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS paper_facility ON paper (facility_id, entered_at_ms);
