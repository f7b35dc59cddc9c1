-- The obligation of a facility that an account was last notified of, so that each change is sent once.
CREATE TABLE told_obligation (
    "AccountId" uuid NOT NULL,
    "FacilityId" uuid NOT NULL,
    "Kind" integer NOT NULL,
    "NextFrom" integer NULL,
    "NextKind" integer NULL,
    "SentAt" bigint NULL,
    CONSTRAINT "PK_told_obligation" PRIMARY KEY ("AccountId", "FacilityId"),
    CONSTRAINT "FK_told_obligation_account_AccountId" FOREIGN KEY ("AccountId") REFERENCES account ("Id") ON DELETE CASCADE
);
