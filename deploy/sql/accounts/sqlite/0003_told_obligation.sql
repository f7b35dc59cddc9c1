-- The obligation of a facility that an account was last notified of, so that each change is sent once.
CREATE TABLE "told_obligation" (
    "AccountId" TEXT NOT NULL,
    "FacilityId" TEXT NOT NULL,
    "Kind" INTEGER NOT NULL,
    "NextFrom" INTEGER NULL,
    "NextKind" INTEGER NULL,
    "SentAt" INTEGER NULL,
    CONSTRAINT "PK_told_obligation" PRIMARY KEY ("AccountId", "FacilityId"),
    CONSTRAINT "FK_told_obligation_account_AccountId" FOREIGN KEY ("AccountId") REFERENCES "account" ("Id") ON DELETE CASCADE
);
