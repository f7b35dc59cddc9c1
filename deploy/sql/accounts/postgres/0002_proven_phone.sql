-- Further phone numbers that an account verified with a one-time code: the phones of its facilities.
CREATE TABLE proven_phone (
    "AccountId" uuid NOT NULL,
    "Number" text NOT NULL,
    "ProvenAt" bigint NOT NULL,
    CONSTRAINT "PK_proven_phone" PRIMARY KEY ("AccountId", "Number"),
    CONSTRAINT "FK_proven_phone_account_AccountId" FOREIGN KEY ("AccountId") REFERENCES account ("Id") ON DELETE CASCADE
);
