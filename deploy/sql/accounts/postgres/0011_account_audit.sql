-- Events of accounts: sign-ins, passwords, factors. Rows are never changed, and destroyed one year later. In the officials' portal the
-- audit chain of the authority has these events, and this table stays empty.
CREATE TABLE account_event (
    "Id" uuid NOT NULL CONSTRAINT "PK_account_event" PRIMARY KEY,
    "At" bigint NOT NULL,
    "AccountId" uuid NOT NULL,
    "Kind" text NOT NULL,
    "Count" integer NOT NULL,
    "Reason" text NOT NULL
);

CREATE INDEX "IX_account_event_at" ON account_event ("At");
CREATE INDEX "IX_account_event_account" ON account_event ("AccountId", "At");

CREATE FUNCTION account_event_only_grows() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD."At" <= (extract(epoch FROM now()) - 365 * 86400) * 1000 THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Account events are kept for one year and never changed.';
END
$$;

CREATE TRIGGER account_event_is_never_changed BEFORE UPDATE OR DELETE ON account_event
    FOR EACH ROW EXECUTE FUNCTION account_event_only_grows();
