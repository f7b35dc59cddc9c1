-- A staff account can be disabled. Its phone number belongs to no other staff account, pending ones included.
ALTER TABLE "account" ADD COLUMN "DisabledAt" INTEGER NULL;
ALTER TABLE "account" ADD COLUMN "StaffPhone" TEXT NULL;

-- Earlier releases accepted one number for several accounts. Those accounts keep no claim, and cannot confirm for one another.
UPDATE "account" SET "StaffPhone" = "PhoneNumber"
WHERE "Role" <> 'Owner'
  AND NOT EXISTS (
    SELECT 1 FROM "account" other
    WHERE other."Id" <> "account"."Id" AND other."Role" <> 'Owner' AND other."PhoneNumber" = "account"."PhoneNumber"
  );

CREATE UNIQUE INDEX "UQ_account_staff_phone" ON "account" ("StaffPhone");

-- SHA-256 of the random cookie of the browser, base64url. Empty in sessions of earlier releases.
ALTER TABLE "account_session" ADD COLUMN "Device" TEXT NOT NULL DEFAULT '';
