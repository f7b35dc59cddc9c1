-- Orders with at least one request, counted for the limit per day.
CREATE TABLE disclosed_order (
    order_id        bytea   NOT NULL PRIMARY KEY,
    first_day       bigint  NOT NULL,           -- Korean day of the first request, days since 1970-01-01
    expires_at      bigint  NOT NULL
);
CREATE INDEX disclosed_order_by_day ON disclosed_order (first_day);

-- Requested tickets (called pseudonyms before version 2), each once per order, stored as a hash for counting. Deleted one day after the order expires.
CREATE TABLE disclosed_pseudonym (
    order_id        bytea   NOT NULL REFERENCES disclosed_order ON DELETE CASCADE,
    pseudonym_hash  bytea   NOT NULL,
    day             bigint  NOT NULL,           -- Korean day of the request
    PRIMARY KEY (order_id, pseudonym_hash)
);
CREATE INDEX disclosed_pseudonym_by_day ON disclosed_pseudonym (day);

GRANT SELECT, INSERT, DELETE ON disclosed_order, disclosed_pseudonym TO $app$;
