-- The tickets and the people that an order asked for, each once, for counting. One row for each order and Korean day.
CREATE TABLE disclosed_member (
    order_id        BLOB    NOT NULL REFERENCES disclosed_order ON DELETE CASCADE,
    kind            TEXT    NOT NULL CHECK (kind IN ('ticket', 'person')),
    day             INTEGER NOT NULL,           -- Korean day of the first request
    count           INTEGER NOT NULL,
    members         BLOB    NOT NULL CHECK (length(members) = 20 * count),  -- 16 bytes of a hash, 4 of the person's number; 0 for a ticket
    PRIMARY KEY (order_id, kind, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosed_member_by_day ON disclosed_member (day);

INSERT INTO disclosed_member (order_id, kind, day, count, members)
SELECT order_id, 'ticket', day, count(*), unhex(group_concat(hex(substr(pseudonym_hash, 1, 16)) || '00000000', ''))
FROM disclosed_pseudonym GROUP BY order_id, day;
INSERT INTO disclosed_member (order_id, kind, day, count, members)
SELECT order_id, 'person', day, count(*), unhex(group_concat(hex(substr(person_hash, 1, 16)) || printf('%08X', number), ''))
FROM disclosed_person GROUP BY order_id, day;
