-- The tickets and the people that an order asked for, each once, for counting. One row for each order and Korean day: a row with its indexes
-- for each ticket and person took longer than the rest of an answer. The tables before are still written by processes of the previous version.
CREATE TABLE disclosed_member (
    order_id        bytea   NOT NULL REFERENCES disclosed_order ON DELETE CASCADE,
    kind            text    NOT NULL CHECK (kind IN ('ticket', 'person')),
    day             bigint  NOT NULL,           -- Korean day of the first request
    count           bigint  NOT NULL,
    members         bytea   NOT NULL CHECK (length(members) = 20 * count),  -- 16 bytes of a hash, 4 of the person's number; 0 for a ticket
    PRIMARY KEY (order_id, kind, day)
);
CREATE INDEX disclosed_member_by_day ON disclosed_member (day);

INSERT INTO disclosed_member (order_id, kind, day, count, members)
SELECT order_id, 'ticket', day, count(*), string_agg(substring(pseudonym_hash FROM 1 FOR 16) || '\x00000000'::bytea, ''::bytea)
FROM disclosed_pseudonym GROUP BY order_id, day;
INSERT INTO disclosed_member (order_id, kind, day, count, members)
SELECT order_id, 'person', day, count(*), string_agg(substring(person_hash FROM 1 FOR 16) || int4send(number::integer), ''::bytea)
FROM disclosed_person GROUP BY order_id, day;

GRANT SELECT, INSERT, UPDATE, DELETE ON disclosed_member TO $app$;
