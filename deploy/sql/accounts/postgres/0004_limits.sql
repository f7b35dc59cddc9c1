-- The address that a sign-up named but did not verify yet. The account has no address until then.
ALTER TABLE account ADD COLUMN "PendingEmail" text NULL;

-- Codes that ended with five wrong attempts, and when the next one may be sent.
ALTER TABLE one_time_code ADD COLUMN "DeadCodes" integer NOT NULL DEFAULT 0;
ALTER TABLE one_time_code ADD COLUMN "NextAt" bigint NOT NULL DEFAULT 0;

-- One-time links that set a new password, by the hash of their secret.
CREATE TABLE reset_link (
    "Id" text NOT NULL,
    "AccountId" uuid NOT NULL,
    "ExpiresAt" bigint NOT NULL,
    CONSTRAINT "PK_reset_link" PRIMARY KEY ("Id"),
    CONSTRAINT "FK_reset_link_account_AccountId" FOREIGN KEY ("AccountId") REFERENCES account ("Id") ON DELETE CASCADE
);
CREATE INDEX "IX_reset_link_AccountId" ON reset_link ("AccountId");

-- Messages and sign-in attempts, counted by the hash of their subject.
CREATE TABLE limit_counter (
    "Key" text NOT NULL,
    "Count" integer NOT NULL,
    "Since" bigint NOT NULL,
    "Until" bigint NOT NULL,
    "ExpiresAt" bigint NOT NULL,
    CONSTRAINT "PK_limit_counter" PRIMARY KEY ("Key")
);
CREATE INDEX "IX_limit_counter_ExpiresAt" ON limit_counter ("ExpiresAt");
