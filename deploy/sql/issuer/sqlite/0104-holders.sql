-- Earlier holders of a phone number stay findable by it for 28 days.
ALTER TABLE visitor ADD COLUMN past_phone_index BLOB;    -- HMAC of the number; null while the visitor holds a number
ALTER TABLE visitor ADD COLUMN released_at      INTEGER; -- when the number was given to another person
CREATE INDEX visitor_by_past_phone ON visitor (past_phone_index) WHERE past_phone_index IS NOT NULL;
