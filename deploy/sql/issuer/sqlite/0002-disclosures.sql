-- Orders with at least one request, counted for the limit per day.
CREATE TABLE disclosed_order (
    order_id        BLOB    NOT NULL PRIMARY KEY,
    first_day       INTEGER NOT NULL,           -- Korean day of the first request, days since 1970-01-01
    expires_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosed_order_by_day ON disclosed_order (first_day);

-- Requested tickets (called pseudonyms before version 2), each once per order, stored as a hash for counting. Deleted one day after the order expires.
CREATE TABLE disclosed_pseudonym (
    order_id        BLOB    NOT NULL REFERENCES disclosed_order ON DELETE CASCADE,
    pseudonym_hash  BLOB    NOT NULL,
    day             INTEGER NOT NULL,           -- Korean day of the request
    PRIMARY KEY (order_id, pseudonym_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosed_pseudonym_by_day ON disclosed_pseudonym (day);
