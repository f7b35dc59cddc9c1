-- Events of accounts: sign-ins, passwords, factors. Rows are never changed, and destroyed one year later. In the officials' portal the
-- audit chain of the authority has these events, and this table stays empty.
CREATE TABLE "account_event" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_account_event" PRIMARY KEY,
    "At" INTEGER NOT NULL,
    "AccountId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Count" INTEGER NOT NULL,
    "Reason" TEXT NOT NULL
);

CREATE INDEX "IX_account_event_at" ON "account_event" ("At");
CREATE INDEX "IX_account_event_account" ON "account_event" ("AccountId", "At");

CREATE TRIGGER account_event_is_never_changed BEFORE UPDATE ON "account_event"
BEGIN
    SELECT RAISE(ABORT, 'Account events are never changed.');
END;

CREATE TRIGGER account_event_is_kept_one_year BEFORE DELETE ON "account_event"
WHEN OLD."At" > (CAST(strftime('%s', 'now') AS INTEGER) - 365 * 86400) * 1000
BEGIN
    SELECT RAISE(ABORT, 'Account events are kept for one year.');
END;
