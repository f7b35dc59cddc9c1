-- Further phone numbers that an account verified with a one-time code: the phones of its facilities.
CREATE TABLE "proven_phone" (
    "AccountId" TEXT NOT NULL,
    "Number" TEXT NOT NULL,
    "ProvenAt" INTEGER NOT NULL,
    CONSTRAINT "PK_proven_phone" PRIMARY KEY ("AccountId", "Number"),
    CONSTRAINT "FK_proven_phone_account_AccountId" FOREIGN KEY ("AccountId") REFERENCES "account" ("Id") ON DELETE CASCADE
);
