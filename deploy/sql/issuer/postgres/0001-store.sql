-- The issuer's store in a separate database. Ids, hashes and sealed fields are bytes; times are milliseconds since 1970-01-01 UTC.
-- Personal data is sealed (AES-256-GCM) with a key that is not in the database.

CREATE TABLE visitor (
    visitor_id      bytea   NOT NULL PRIMARY KEY CHECK (length(visitor_id) = 16),
    phone_index     bytea   UNIQUE,             -- HMAC of the phone number; null after the number was given to another person
    phone           bytea   NOT NULL,
    name            bytea   NOT NULL,
    birth_date      bytea   NOT NULL,
    guardian_phone  bytea,
    consent_version text    NOT NULL,
    consented_at    bigint  NOT NULL,
    verified_at     bigint  NOT NULL
);
CREATE INDEX visitor_by_verification ON visitor (verified_at);

CREATE TABLE companion (
    companion_id    bytea   NOT NULL PRIMARY KEY CHECK (length(companion_id) = 16),
    visitor_id      bytea   NOT NULL REFERENCES visitor ON DELETE CASCADE,
    name            bytea   NOT NULL,
    birth_date      bytea   NOT NULL
);
CREATE INDEX companion_by_visitor ON companion (visitor_id);

CREATE TABLE session (
    token_hash      bytea   NOT NULL PRIMARY KEY,
    visitor_id      bytea   NOT NULL REFERENCES visitor ON DELETE CASCADE,
    expires_at      bigint  NOT NULL
);
CREATE INDEX session_by_visitor ON session (visitor_id);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE verification (
    verification_id bytea   NOT NULL PRIMARY KEY,
    phone           bytea   NOT NULL,
    code_hash       bytea   NOT NULL,
    guesses_left    integer NOT NULL,
    expires_at      bigint  NOT NULL,
    confirmed_at    bigint,
    visitor_id      bytea REFERENCES visitor ON DELETE CASCADE
);
CREATE INDEX verification_by_expiry ON verification (expires_at);
CREATE INDEX verification_by_visitor ON verification (visitor_id);

-- Number of codes requested for a phone number in the window that begins at window_start; the key is an HMAC.
CREATE TABLE code_quota (
    phone_index     bytea   NOT NULL PRIMARY KEY,
    window_start    bigint  NOT NULL,
    used            integer NOT NULL
);

-- Records that the key of a day was created, so that a lost key is detected. The fingerprint reveals nothing about the key.
CREATE TABLE day_key (
    day             bigint  NOT NULL PRIMARY KEY,   -- days since 1970-01-01 of the Korean date
    fingerprint     bytea   NOT NULL,
    created_at      bigint  NOT NULL,
    destroyed_at    bigint
);

-- People requested by an order; person_id is a visitor or a companion.
CREATE TABLE access_notice (
    order_id        bytea   NOT NULL,
    kind            text    NOT NULL CHECK (kind IN ('subject', 'identity')),
    person_id       bytea   NOT NULL,
    visitor_id      bytea   NOT NULL REFERENCES visitor ON DELETE CASCADE,
    accessed_at     bigint  NOT NULL,
    visible_from    bigint  NOT NULL,
    PRIMARY KEY (order_id, kind, person_id)
);
CREATE INDEX access_notice_by_visitor ON access_notice (visitor_id, visible_from);

-- The hash of each entry covers the previous one, so no entry can be changed or removed without being noticed.
CREATE TABLE audit (
    number          bigint  NOT NULL PRIMARY KEY,
    record          text    NOT NULL,           -- the entry as JSON: the exact bytes that are hashed
    hash            text    NOT NULL
);

-- A known text sealed with the personal key, so that a wrong key is detected at start and not at the first disclosure.
CREATE TABLE key_proof (
    id              bigint  NOT NULL PRIMARY KEY CHECK (id = 1),
    sealed          bytea   NOT NULL
);

-- The service reads and writes rows. It cannot alter tables, change audit entries, or change the records of past day keys.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO $app$;
GRANT SELECT, INSERT, UPDATE, DELETE ON visitor, companion, session, verification, code_quota TO $app$;
GRANT SELECT, INSERT, UPDATE (fingerprint, destroyed_at) ON day_key TO $app$;
GRANT SELECT, INSERT ON access_notice, audit, key_proof TO $app$;
