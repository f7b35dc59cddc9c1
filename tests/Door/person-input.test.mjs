import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mobileNumber, realDate, shownNumber } from "../../src/Issuer/wwwroot/js/person-input.js";
import { contactNumber } from "../../src/Silo/wwwroot/scanner/js/contact-number.js";

const { phones, birthDates } = JSON.parse(readFileSync(new URL("../Issuer.Tests/Personal/visitor-input.json", import.meta.url)));

test("the page reads phone numbers as the issuer does", () => {
  for (const { text, number, sentByPage } of phones) assert.equal(mobileNumber(text), sentByPage ?? number, text);
});

test("the page reads dates of birth as the issuer does", () => {
  for (const { text, now, date } of birthDates) assert.equal(realDate(text, Date.parse(now)), date, `${text} at ${now}`);
});

test("a number that is shown is read as the same number again", () => {
  for (const { number } of phones.filter((one) => one.number)) assert.equal(mobileNumber(shownNumber(number)), number);
});

test("a paper entry takes every phone number that a visitor may have, and personal safe numbers", () => {
  for (const { text } of phones.filter((one) => one.number)) assert.ok(contactNumber(text), text);
  for (const text of ["02-123-4567", "1588-1234", "+82 2 123 4567", "010-1234-5678", "０１０１２３４５６７８"]) assert.ok(contactNumber(text), text);
  for (const text of ["12가34나", "12 가 34 나", "１２가３４나", "12가34나".normalize("NFD")]) assert.equal(contactNumber(text), "12가34나", text);
  for (const text of ["", "홍길동", "12-34", "12가34", "+", "--------", "010-1234-5678 010-1234-5678"]) assert.equal(contactNumber(text), null, text);
});
