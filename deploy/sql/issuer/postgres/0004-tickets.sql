-- The number inside a person's tickets: 64 random bits. The default gives one to existing rows, and to rows that a process of the previous
-- version inserts (the first six bytes of a random UUID are random).
ALTER TABLE visitor ADD COLUMN visitor_number bytea NOT NULL CHECK (length(visitor_number) = 8)
    DEFAULT substring(uuid_send(gen_random_uuid()) FROM 1 FOR 6) || substring(uuid_send(gen_random_uuid()) FROM 1 FOR 2);
CREATE UNIQUE INDEX visitor_by_number ON visitor (visitor_number);

ALTER TABLE companion ADD COLUMN visitor_number bytea NOT NULL CHECK (length(visitor_number) = 8)
    DEFAULT substring(uuid_send(gen_random_uuid()) FROM 1 FOR 6) || substring(uuid_send(gen_random_uuid()) FROM 1 FOR 2);
CREATE UNIQUE INDEX companion_by_number ON companion (visitor_number);

-- People that an order accessed, each once, with the number that they have within the order. A ticket that does not open counts as a person.
-- The hash is keyed, and reveals nobody. Deleted with the order.
CREATE TABLE disclosed_person (
    order_id        bytea   NOT NULL REFERENCES disclosed_order ON DELETE CASCADE,
    person_hash     bytea   NOT NULL,
    number          bigint  NOT NULL,
    day             bigint  NOT NULL,           -- Korean day of the first request for the person
    PRIMARY KEY (order_id, person_hash),
    UNIQUE (order_id, number)
);
CREATE INDEX disclosed_person_by_day ON disclosed_person (day);

GRANT SELECT, INSERT, DELETE ON disclosed_person TO $app$;
