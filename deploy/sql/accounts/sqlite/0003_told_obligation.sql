-- What an account was last told of a facility's obligation, so that a change is told once.
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
