-- Orders under which something was asked for: counted against the limits of a day.
CREATE TABLE disclosed_order (
    order_id        BLOB    NOT NULL PRIMARY KEY,
    first_day       INTEGER NOT NULL,           -- Korean day of the first request, days since 1970-01-01
    expires_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosed_order_by_day ON disclosed_order (first_day);

-- Pseudonyms asked for, each once for an order; as a hash, which counts as well. Gone a day after the order's expiry.
CREATE TABLE disclosed_pseudonym (
    order_id        BLOB    NOT NULL REFERENCES disclosed_order ON DELETE CASCADE,
    pseudonym_hash  BLOB    NOT NULL,
    day             INTEGER NOT NULL,           -- Korean day of the request
    PRIMARY KEY (order_id, pseudonym_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosed_pseudonym_by_day ON disclosed_pseudonym (day);
