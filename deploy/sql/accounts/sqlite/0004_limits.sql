-- The address that a sign-up named but did not verify yet. The account has no address until then.
ALTER TABLE "account" ADD COLUMN "PendingEmail" TEXT NULL;

-- Codes that ended with five wrong attempts, and when the next one may be sent.
ALTER TABLE "one_time_code" ADD COLUMN "DeadCodes" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "one_time_code" ADD COLUMN "NextAt" INTEGER NOT NULL DEFAULT 0;

-- One-time links that set a new password, by the hash of their secret.
CREATE TABLE "reset_link" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_reset_link" PRIMARY KEY,
    "AccountId" TEXT NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    CONSTRAINT "FK_reset_link_account_AccountId" FOREIGN KEY ("AccountId") REFERENCES "account" ("Id") ON DELETE CASCADE
);
CREATE INDEX "IX_reset_link_AccountId" ON "reset_link" ("AccountId");

-- Messages and sign-in attempts, counted by the hash of their subject.
CREATE TABLE "limit_counter" (
    "Key" TEXT NOT NULL CONSTRAINT "PK_limit_counter" PRIMARY KEY,
    "Count" INTEGER NOT NULL,
    "Since" INTEGER NOT NULL,
    "Until" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL
);
CREATE INDEX "IX_limit_counter_ExpiresAt" ON "limit_counter" ("ExpiresAt");
