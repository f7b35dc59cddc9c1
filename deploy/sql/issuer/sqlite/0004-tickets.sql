-- The number inside a person's tickets: 64 random bits. Null in no row; SQLite cannot add a column that demands it.
ALTER TABLE visitor ADD COLUMN visitor_number BLOB CHECK (length(visitor_number) = 8);
UPDATE visitor SET visitor_number = randomblob(8);
CREATE UNIQUE INDEX visitor_by_number ON visitor (visitor_number);

ALTER TABLE companion ADD COLUMN visitor_number BLOB CHECK (length(visitor_number) = 8);
UPDATE companion SET visitor_number = randomblob(8);
CREATE UNIQUE INDEX companion_by_number ON companion (visitor_number);

-- People that an order accessed, each once, with the number that they have within the order. A ticket that does not open counts as a person.
-- The hash is keyed, and reveals nobody. Deleted with the order.
CREATE TABLE disclosed_person (
    order_id        BLOB    NOT NULL REFERENCES disclosed_order ON DELETE CASCADE,
    person_hash     BLOB    NOT NULL,
    number          INTEGER NOT NULL,
    day             INTEGER NOT NULL,           -- Korean day of the first request for the person
    PRIMARY KEY (order_id, person_hash),
    UNIQUE (order_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosed_person_by_day ON disclosed_person (day);
