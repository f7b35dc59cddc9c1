-- Number of codes requested for a phone number in the 24 hours that begin at window_start; the key is an HMAC.
CREATE TABLE code_day (
    phone_index     bytea   NOT NULL PRIMARY KEY,
    window_start    bigint  NOT NULL,
    used            integer NOT NULL
);

-- Codes of a phone number that ended with five wrong guesses, since the last right one: the next code waits longer each time.
CREATE TABLE code_pause (
    phone_index     bytea   NOT NULL PRIMARY KEY,
    failures        integer NOT NULL,
    failed_at       bigint  NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON code_day, code_pause TO $app$;
