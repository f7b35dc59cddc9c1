-- What an account was last told of a facility's obligation, so that a change is told once.
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
