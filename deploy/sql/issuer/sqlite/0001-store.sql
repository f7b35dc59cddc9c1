-- The issuer's store on one machine. Ids, hashes and sealed fields are bytes; times are milliseconds since 1970-01-01 UTC.
-- Personal data is sealed (AES-256-GCM) with a key that is not in the database.

CREATE TABLE visitor (
    visitor_id      BLOB    NOT NULL PRIMARY KEY CHECK (length(visitor_id) = 16),
    phone_index     BLOB    UNIQUE,             -- HMAC of the phone number; null after the number was given to another person
    phone           BLOB    NOT NULL,
    name            BLOB    NOT NULL,
    birth_date      BLOB    NOT NULL,
    guardian_phone  BLOB,
    consent_version TEXT    NOT NULL,
    consented_at    INTEGER NOT NULL,
    verified_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX visitor_by_verification ON visitor (verified_at);

CREATE TABLE companion (
    companion_id    BLOB    NOT NULL PRIMARY KEY CHECK (length(companion_id) = 16),
    visitor_id      BLOB    NOT NULL REFERENCES visitor ON DELETE CASCADE,
    name            BLOB    NOT NULL,
    birth_date      BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX companion_by_visitor ON companion (visitor_id);

CREATE TABLE session (
    token_hash      BLOB    NOT NULL PRIMARY KEY,
    visitor_id      BLOB    NOT NULL REFERENCES visitor ON DELETE CASCADE,
    expires_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_visitor ON session (visitor_id);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE verification (
    verification_id BLOB    NOT NULL PRIMARY KEY,
    phone           BLOB    NOT NULL,
    code_hash       BLOB    NOT NULL,
    guesses_left    INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    confirmed_at    INTEGER,
    visitor_id      BLOB REFERENCES visitor ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX verification_by_expiry ON verification (expires_at);
CREATE INDEX verification_by_visitor ON verification (visitor_id);

-- Number of codes requested for a phone number in the window that begins at window_start; the key is an HMAC.
CREATE TABLE code_quota (
    phone_index     BLOB    NOT NULL PRIMARY KEY,
    window_start    INTEGER NOT NULL,
    used            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Records that the key of a day was created, so that a lost key is detected. The fingerprint reveals nothing about the key.
CREATE TABLE day_key (
    day             INTEGER NOT NULL PRIMARY KEY,   -- days since 1970-01-01 of the Korean date
    fingerprint     BLOB    NOT NULL,
    created_at      INTEGER NOT NULL,
    destroyed_at    INTEGER
) STRICT, WITHOUT ROWID;

-- People requested by an order; person_id is a visitor or a companion.
CREATE TABLE access_notice (
    order_id        BLOB    NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('subject', 'identity')),
    person_id       BLOB    NOT NULL,
    visitor_id      BLOB    NOT NULL REFERENCES visitor ON DELETE CASCADE,
    accessed_at     INTEGER NOT NULL,
    visible_from    INTEGER NOT NULL,
    PRIMARY KEY (order_id, kind, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_notice_by_visitor ON access_notice (visitor_id, visible_from);

-- The hash of each entry covers the previous one, so no entry can be changed or removed without being noticed.
CREATE TABLE audit (
    number          INTEGER NOT NULL PRIMARY KEY,
    record          TEXT    NOT NULL,           -- the entry as JSON: the exact bytes that are hashed
    hash            TEXT    NOT NULL
) STRICT;

-- A known text sealed with the personal key, so that a wrong key is detected at start and not at the first disclosure.
CREATE TABLE key_proof (
    id              INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sealed          BLOB    NOT NULL
) STRICT;
