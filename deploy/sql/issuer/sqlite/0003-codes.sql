-- Number of codes requested for a phone number in the 24 hours that begin at window_start; the key is an HMAC.
CREATE TABLE code_day (
    phone_index     BLOB    NOT NULL PRIMARY KEY,
    window_start    INTEGER NOT NULL,
    used            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Codes of a phone number that ended with five wrong guesses, since the last right one: the next code waits longer each time.
CREATE TABLE code_pause (
    phone_index     BLOB    NOT NULL PRIMARY KEY,
    failures        INTEGER NOT NULL,
    failed_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
