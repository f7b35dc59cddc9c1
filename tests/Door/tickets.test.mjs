import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { webcrypto, createHmac } from "node:crypto";

globalThis.crypto ??= webcrypto;
globalThis.indexedDB ??= {};
const { codeOf, nextTicket, readTicket, slotAt, toBase45, wantedFrom } = await import("../../src/Issuer/wwwroot/js/ticket.js");
const { Tickets } = await import("../../src/Issuer/wwwroot/js/tickets.js");

const { codes: vectors } = JSON.parse(readFileSync(new URL("../Tokens.Tests/vectors/pass-v2.json", import.meta.url)));
const MINUTE = 60000;
const NOON = Date.parse("2026-11-30T12:00:00+09:00");
const base64url = (hex) => Buffer.from(hex, "hex").toString("base64url");

test("every worked example is reproduced from its ticket, byte for byte", async () => {
  assert.ok(vectors.length >= 5);
  for (const { kid, n, ticket, ticketKey, day, slot, slotStart, bytes, text } of vectors) {
    const read = await readTicket("self", base64url(kid), { n, ticket: base64url(ticket), key: base64url(ticketKey) });
    assert.equal(await codeOf(read, slot), text);
    assert.equal(toBase45([...Buffer.from(bytes, "hex")]), text.slice(4));
    assert.equal(read.day, day);
    for (const time of [slotStart * 1000, (slotStart + 15) * 1000 - 1]) {
      assert.deepEqual(slotAt(time), { day, slot, from: slotStart * 1000, until: (slotStart + 15) * 1000 });
    }
  }
});

test("no script can read a ticket's key", async () => {
  const { kid, n, ticket, ticketKey } = vectors[0];
  const { key } = await readTicket("self", base64url(kid), { n, ticket: base64url(ticket), key: base64url(ticketKey) });
  assert.deepEqual([key.extractable, key.usages], [false, ["sign"]]);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
});

test("a day has 5,760 slots and changes at the Korean midnight", () => {
  const midnight = Date.parse("2026-12-01T00:00:00+09:00");
  const [before, after] = [slotAt(midnight - 1), slotAt(midnight)];
  assert.deepEqual([before.slot, after.slot, after.day - before.day, before.until, after.from], [5759, 0, 1, midnight, midnight]);
});

test("unused tickets come first, then the one whose use is longest ago", () => {
  assert.equal(nextTicket([]), undefined);
  assert.equal(nextTicket([{ n: 0, used: 2 }, { n: 1, used: 0 }, { n: 2, used: 0 }]).n, 1);
  assert.equal(nextTicket([{ n: 0, used: 3 }, { n: 1, used: 1 }, { n: 2, used: 2 }]).n, 1);
});

test("more tickets are wanted when fewer than 16 are unused, from the next n, which wraps at 64", () => {
  const run = (from, count, used) => Array.from({ length: count }, (_, i) => ({ n: (from + i) % 64, used: i < used ? i + 1 : 0 })).sort((a, b) => a.n - b.n);
  assert.equal(wantedFrom(run(5, 32, 16)), null);
  assert.equal(wantedFrom(run(5, 32, 17)), 37);
  assert.equal(wantedFrom(run(50, 32, 17)), 18);
  assert.equal(wantedFrom(run(32, 32, 32)), 0);
  assert.equal(wantedFrom(run(0, 64, 64)), null, "there are no others");
  const first = new Set(Array.from({ length: 400 }, () => wantedFrom([])));
  assert.ok(first.size > 50 && Math.min(...first) >= 0 && Math.max(...first) < 64, "a fresh phone begins anywhere");
});

test("one ticket serves one showing, for at most five minutes, and each slot has another code", async () => {
  const phone = await aPhone();
  const seen = new Map();
  for (let at = 0; at < 12 * MINUTE; at += 15000) {
    const { ticket } = phone.open(await phone.show());
    const code = (await phone.show()).text;
    assert.ok(!seen.has(code));
    seen.set(code, ticket);
    phone.time += 15000;
  }
  const runs = [...seen.values()].reduce((counts, one) => counts.set(one, (counts.get(one) ?? 0) + 1), new Map());
  assert.ok(runs.size === 3 && Math.max(...runs.values()) <= 20, [...runs.values()].join());
});

test("each showing has a different ticket, also within one slot", async () => {
  const phone = await aPhone();
  const seen = new Set();
  for (let i = 0; i < 32; i++) {
    seen.add(phone.open(await phone.show()).ticket);
    phone.tickets.endShowing();
  }
  assert.equal(seen.size, 32);
});

test("another code takes the next ticket at once", async () => {
  const phone = await aPhone();
  const first = phone.open(await phone.show()).ticket;
  assert.equal(await phone.tickets.another("self"), true);
  assert.notEqual(phone.open(await phone.show()).ticket, first);
});

test("a code is never withheld: when all tickets are used the oldest comes again", async () => {
  const phone = await aPhone({ count: 3 });
  const seen = [];
  for (let i = 0; i < 7; i++) {
    seen.push(phone.open(await phone.show()).ticket);
    phone.tickets.endShowing();
  }
  assert.equal(new Set(seen).size, 3);
  assert.deepEqual(seen.slice(3, 6), seen.slice(0, 3));
});

test("used marks are on disk, so that a reload takes a ticket that was not shown", async () => {
  const phone = await aPhone();
  const first = phone.open(await phone.show()).ticket;
  const again = await reopened(phone);
  assert.notEqual(again.open(await again.show()).ticket, first);
});

test("two tabs never take the same ticket", async () => {
  const one = await aPhone();
  const other = await reopened(one);
  const seen = [];
  for (let i = 0; i < 5; i++) {
    for (const tab of [one, other]) {
      seen.push(tab.open(await tab.show()).ticket);
      tab.tickets.endShowing();
    }
  }
  assert.equal(new Set(seen).size, 10);
});

test("tickets of three days last over both midnights, then a code is missing", async () => {
  const phone = await aPhone();
  assert.equal(phone.tickets.lastDay("self"), slotAt(NOON).day + 2);
  phone.time = Date.parse("2026-11-30T23:59:59+09:00");
  const before = phone.open(await phone.show());
  phone.time += 1000;
  const after = phone.open(await phone.show());
  assert.deepEqual([before.slot, after.slot, after.day - before.day], [5759, 0, 1]);
  assert.notEqual(after.ticket, before.ticket);
  phone.time = Date.parse("2026-12-02T23:59:59+09:00");
  assert.equal(phone.open(await phone.show()).slot, 5759);
  assert.equal(phone.tickets.lastDay("self"), slotAt(phone.time).day);
  phone.time += 1000;
  assert.equal(await phone.show(), null);
  assert.equal(phone.tickets.lastDay("self"), null);
});

test("after a jump of the clock the code is of the new time, in both directions", async () => {
  const phone = await aPhone();
  await phone.show();
  for (const jump of [20 * 3600000, -3600000, 90000, -40000]) {
    phone.time += jump;
    const code = phone.open(await phone.show());
    const { day, slot } = slotAt(phone.time);
    assert.deepEqual([code.day, code.slot], [day, slot], `${jump} ms`);
  }
});

test("an answer fills each day to 32 unused tickets and removes days that are over", async () => {
  const phone = await aPhone({ from: 60 });
  for (let i = 0; i < 17; i++) {
    await phone.show();
    phone.tickets.endShowing();
  }
  assert.equal(phone.tickets.wantedFrom("self"), 28);
  await phone.fetch(28);
  const count = (day) => phone.disk.rows.filter((one) => one.day === day).length;
  const today = slotAt(NOON).day;
  assert.deepEqual([today, today + 1, today + 2].map(count), [49, 32, 32]);
  assert.equal(phone.tickets.wantedFrom("self"), null);
  phone.time += 86400000;
  assert.notEqual(phone.tickets.wantedFrom("self"), null, "the third day is missing");
  await phone.fetch(0);
  assert.deepEqual([today, today + 1, today + 2, today + 3].map(count), [0, 32, 32, 32]);
});

test("tickets of companions are their own, and go when they are removed or the visitor signs out", async () => {
  const phone = await aPhone();
  await phone.fetch(0, "child");
  assert.notEqual(phone.open(await phone.show("child")).ticket, phone.open(await phone.show()).ticket);
  await phone.tickets.keepOnly(["self"]);
  assert.ok(phone.disk.rows.every((one) => one.person === "self") && phone.disk.rows.length === 96);
  assert.equal(await phone.show("child"), null);
  await phone.tickets.keepOnly([]);
  assert.equal(phone.disk.rows.length, 0);
  assert.equal(await phone.show(), null);
});

test("an answer that comes after signing out is not kept", async () => {
  const phone = await aPhone();
  await phone.tickets.keepOnly([]);
  await phone.fetch(0, "self", () => false);
  assert.equal(phone.disk.rows.length, 0);
});

for (const [what, name, fault] of [["full", "QuotaExceededError", "full"], ["denied", "SecurityError", "lost"], ["broken", "UnknownError", "lost"]]) {
  test(`a disk that becomes ${what} is told, and the tickets in memory are used on`, async () => {
    const phone = await aPhone();
    const first = phone.open(await phone.show()).ticket;
    phone.disk.error = new DOMException("no", name);
    phone.tickets.endShowing();
    assert.notEqual(phone.open(await phone.show()).ticket, first);
    assert.equal(phone.tickets.fault, fault);
    assert.equal(phone.tickets.lastDay("self"), null);
    phone.disk.error = null;
    await phone.tickets.load();
    assert.equal(phone.tickets.fault, null);
  });
}

test("a disk that was cleared is told", async () => {
  const phone = await aPhone();
  phone.disk.rows = [];
  assert.ok(await phone.show());
  assert.equal(phone.tickets.fault, "lost");
});

test("a disk that is full from the beginning is told", async () => {
  const phone = await aPhone({ days: 0 });
  phone.disk.error = new DOMException("no", "QuotaExceededError");
  await phone.fetch(0);
  assert.equal(phone.tickets.fault, "full");
  assert.equal(await phone.show(), null);
});

/** A phone with tickets of three days from `from` on. */
async function aPhone({ from = 0, count = 32, days = 3 } = {}) {
  const phone = onDisk(fakeDisk(), NOON);
  await phone.tickets.load();
  if (days > 0) await phone.fetch(from, "self", () => true, count);
  return phone;
}

async function reopened({ disk, time }) {
  const phone = onDisk(disk, time);
  await phone.tickets.load();
  return phone;
}

function onDisk(disk, time) {
  const phone = {
    disk,
    time,
    tickets: null,
    /** As the page does: asks until the code is there. */
    async show(person = "self") {
      for (let code = phone.tickets.current(person); ; code = phone.tickets.current(person)) {
        if (code !== undefined) return code;
        await new Promise((resolve) => phone.tickets.addEventListener("change", resolve, { once: true }));
      }
    },
    /** The code as the register reads it. */
    open({ text }) {
      const bytes = Buffer.from(fromBase45(text.slice(4)));
      const [kid, ticket, slot, mac] = [bytes.subarray(0, 4), bytes.subarray(4, 20), bytes.subarray(20, 22), bytes.subarray(22)];
      const expected = createHmac("sha256", secretKey(ticket)).update(slot).digest().subarray(0, 12);
      assert.deepEqual([text.length, mac], [55, expected]);
      return { day: kid.readUInt16BE(2), ticket: ticket.toString("hex"), slot: slot.readUInt16BE() };
    },
    fetch: (from, person = "self", isWanted = () => true, most = 32) => phone.tickets.add(person, issue(person, from, phone.time, most), isWanted),
  };
  phone.tickets = new Tickets(disk, { now: () => phone.time });
  return phone;
}

function issue(person, from, time, count) {
  return [0, 1, 2].map((ahead) => {
    const day = slotAt(time).day + ahead;
    const kid = Buffer.from([0, 7, day >> 8, day & 0xff]);
    const tickets = Array.from({ length: count }, (_, i) => {
      const n = (from + i) % 64;
      const ticket = createHmac("sha256", "day key").update(`${person} ${day} ${n}`).digest().subarray(0, 16);
      return { n, ticket: ticket.toString("base64url"), key: secretKey(ticket).toString("base64url") };
    });
    return { day: "", kid: kid.toString("base64url"), tickets };
  });
}

function secretKey(ticket) {
  return createHmac("sha256", "mac key").update(ticket).digest();
}

function fromBase45(text) {
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  return (text.match(/.{1,3}/g) ?? []).flatMap((part) => {
    const value = [...part].reduce((sum, character, place) => sum + alphabet.indexOf(character) * 45 ** place, 0);
    return part.length === 3 ? [value >> 8, value & 0xff] : [value];
  });
}

/** What TicketStore does, in memory. */
function fakeDisk() {
  const copy = (row) => ({ ...row });
  const disk = {
    rows: [],
    error: null,
    async list() {
      if (disk.error) throw disk.error;
      return disk.rows.map(copy);
    },
    async take(person, day) {
      const all = (await disk.list()).filter((one) => one.person === person && one.day === day);
      const next = nextTicket(all);
      if (!next) return undefined;
      const taken = { ...next, used: Math.max(...all.map((one) => one.used)) + 1 };
      disk.rows = disk.rows.map((one) => (one.person === person && one.day === day && one.n === taken.n ? taken : one));
      return copy(taken);
    },
    async add(tickets, firstDay) {
      const kept = (await disk.list()).filter((one) => one.day >= firstDay);
      disk.rows = [...kept, ...tickets.map(copy)].sort((a, b) => a.day - b.day || a.n - b.n);
    },
    async keepOnly(people) {
      disk.rows = (await disk.list()).filter((one) => people.includes(one.person));
    },
  };
  return disk;
}
