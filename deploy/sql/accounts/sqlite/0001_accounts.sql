-- Accounts of one portal. The model is src/Portal/Shared/Accounts/AccountsDatabase.cs; a test compares the two. Times are milliseconds since 1970.
CREATE TABLE "account" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_account" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Role" TEXT NOT NULL,
    "District" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "ProtectedTotpSecret" TEXT NULL,
    "LastTotpStep" INTEGER NOT NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" INTEGER NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
);

CREATE TABLE "invitation" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_invitation" PRIMARY KEY,
    "Role" TEXT NOT NULL,
    "Email" TEXT NOT NULL,
    "District" TEXT NOT NULL,
    "FacilityId" TEXT NULL,
    "FacilityRole" TEXT NOT NULL,
    "InvitedBy" TEXT NULL,
    "ExpiresAt" INTEGER NOT NULL
);

CREATE TABLE "account_claim" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_account_claim" PRIMARY KEY AUTOINCREMENT,
    "UserId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_account_claim_account_UserId" FOREIGN KEY ("UserId") REFERENCES "account" ("Id") ON DELETE CASCADE
);

CREATE TABLE "account_login" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" TEXT NOT NULL,
    CONSTRAINT "PK_account_login" PRIMARY KEY ("LoginProvider", "ProviderKey"),
    CONSTRAINT "FK_account_login_account_UserId" FOREIGN KEY ("UserId") REFERENCES "account" ("Id") ON DELETE CASCADE
);

CREATE TABLE "account_passkey" (
    "CredentialId" BLOB NOT NULL CONSTRAINT "PK_account_passkey" PRIMARY KEY,
    "UserId" TEXT NOT NULL,
    "Data" TEXT NOT NULL,
    CONSTRAINT "FK_account_passkey_account_UserId" FOREIGN KEY ("UserId") REFERENCES "account" ("Id") ON DELETE CASCADE
);

CREATE TABLE "account_session" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_account_session" PRIMARY KEY,
    "AccountId" TEXT NOT NULL,
    "Ticket" BLOB NOT NULL,
    "Browser" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "LastSeenAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    CONSTRAINT "FK_account_session_account_AccountId" FOREIGN KEY ("AccountId") REFERENCES "account" ("Id") ON DELETE CASCADE
);

CREATE TABLE "account_token" (
    "UserId" TEXT NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_account_token" PRIMARY KEY ("UserId", "LoginProvider", "Name"),
    CONSTRAINT "FK_account_token_account_UserId" FOREIGN KEY ("UserId") REFERENCES "account" ("Id") ON DELETE CASCADE
);

CREATE TABLE "one_time_code" (
    "AccountId" TEXT NOT NULL,
    "Purpose" TEXT NOT NULL,
    "Hash" BLOB NOT NULL,
    "SentAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "TriesLeft" INTEGER NOT NULL,
    CONSTRAINT "PK_one_time_code" PRIMARY KEY ("AccountId", "Purpose"),
    CONSTRAINT "FK_one_time_code_account_AccountId" FOREIGN KEY ("AccountId") REFERENCES "account" ("Id") ON DELETE CASCADE
);

CREATE INDEX "EmailIndex" ON "account" ("NormalizedEmail");

CREATE UNIQUE INDEX "UserNameIndex" ON "account" ("NormalizedUserName");

CREATE INDEX "IX_account_claim_UserId" ON "account_claim" ("UserId");

CREATE INDEX "IX_account_login_UserId" ON "account_login" ("UserId");

CREATE INDEX "IX_account_passkey_UserId" ON "account_passkey" ("UserId");

CREATE INDEX "IX_account_session_AccountId" ON "account_session" ("AccountId");

