import { ServerClock } from "../shared/clock.js";
import { element } from "../shared/element.js";
import { isStorageAllowed, readText, writeText } from "../shared/storage.js";
import { Api } from "./api.js";
import { Codes, SELF } from "./codes.js";
import { DeviceStore } from "./device-store.js";
import { PassView } from "./pass-view.js";
import { TicketStore } from "./ticket-store.js";
import { Tickets } from "./tickets.js";
import { language, words } from "./words.js";

// Only what shows the code is loaded at once; at a door there is no time for more. Everything else comes when it is needed, without network
// from the offline copy.

/** @typedef {"pass" | "account" | "sign-up" | "goodbye"} Page */

const ISSUER = "kipass.issuer";
// The offline copy waits this long for the first code, because both use the same network.
const PATIENCE_MS = 5000;

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const view = byId("view");
const store = new DeviceStore();
const clock = new ServerClock("kipass.clock");
const api = new Api(store, clock);
const tickets = new Tickets(new TicketStore(), clock);
const codes = new Codes({ store, api, clock, tickets, learnMe });
const issuerName = () => readText(ISSUER) ?? "KI-Pass";
const passView = new PassView({ codes, clock, store, onRenew: renew });
/** @type {import("./account.js").Account | null} */
let account = null;
/** @type {import("./sign-up.js").SignUp | null} */
let signUp = null;
/** @type {Promise<unknown> | null} */
let styles = null;
// What adds this page to the home screen; null where only the visitor can (iOS, which tells by `standalone` that it was not opened from there).
/** @type {Event | null | undefined} */
let install = "standalone" in navigator && !navigator.standalone ? null : undefined;
const LOADERS = { account: loadAccount, "sign-up": loadSignUp, goodbye: loadGoodbye };
/** @type {Page} */
let page = store.session ? "pass" : "sign-up";
/** @type {{ session: string | null, answer: Promise<Answer> } | null} the request that is not answered yet */
let learning = null;

render();
learnIssuer();
if (store.session) learnMe();
// A new version is loaded while nobody looks at the page and nothing on it would be lost.
const isIdle = () => document.hidden && isStorageAllowed && page === "pass" && !document.querySelector("dialog[open]");
addEventListener("load", async () => {
  if (page === "pass") await Promise.race([passView.firstCode, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  const { keepUpToDate } = await import("../shared/updates.js");
  keepUpToDate(isIdle);
});
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  install = event;
  offerInstall();
});

async function render() {
  document.documentElement.lang = language.current;
  byId("brand").textContent = issuerName();
  passView.leave();
  renderActions();
  const shown = page;
  const loaded = page === "pass" ? passView : await LOADERS[page]().catch(sayUnloaded);
  if (shown === page) loaded?.render(view);
  offerInstall();
}

async function loadAccount() {
  const [{ Account }] = await Promise.all([import("./account.js"), loadStyles()]);
  return (account ??= new Account({ api, store, clock, issuerName, onChange: learnMe, onLeave: leave }));
}

async function loadSignUp() {
  const [{ SignUp }] = await Promise.all([import("./sign-up.js"), loadStyles()]);
  return (signUp ??= new SignUp({ api, clock, issuerName, person: store.person, onDone }));
}

async function loadGoodbye() {
  const [{ Goodbye }] = await Promise.all([import("./goodbye.js"), loadStyles()]);
  return new Goodbye({ clock, issuerName, onSignUp: () => open("sign-up") });
}

// The home screen. After the code, which somebody may be waiting for.
async function offerInstall() {
  if (install === undefined || page !== "pass") return;
  await passView.firstCode;
  const parts = await Promise.all([import("./install.js"), loadStyles()]).catch(() => null);
  if (page === "pass") parts?.[0].offerInstall(install);
}

// The styles of everything but the code.
function loadStyles() {
  styles ??= new Promise((resolve, reject) => {
    const link = element("link", { rel: "stylesheet", href: "more.css" });
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
  return styles;
}

// Only before the offline copy is there. The browser would not try the same module again, the page does when it is loaded again.
function sayUnloaded() {
  const retry = element("button.primary", { type: "button", onclick: () => location.reload() }, words("retry"));
  view.replaceChildren(element("section.card", { role: "alert" }, element("p", {}, words("pageUnloaded")), retry));
}

function renderActions() {
  const turn = () => {
    language.switch();
    render();
  };
  const actions = [element("button.quiet", { type: "button", lang: language.other, onclick: turn }, words("language"))];
  if (page === "pass") actions.push(element("button.quiet", { type: "button", onclick: () => open("account") }, words("menu")));
  else if (page === "account" || store.session) actions.push(element("button.quiet", { type: "button", onclick: () => open("pass") }, words("back")));
  byId("actions").replaceChildren(...actions);
  byId("actions").setAttribute("aria-label", words("menu"));
}

/** @param {Page} other */
async function open(other) {
  page = other;
  await render();
  view.focus();
  scrollTo(0, 0);
}

/**
 * @param {string} session
 * @param {Person} person
 */
function onDone(session, person) {
  signUp = null;
  page = "pass";
  // Whose tickets these were is not known: another number may have signed up.
  codes.keepOnly([]);
  signIn(session, person);
  render();
  navigator.storage?.persist?.().catch(() => {});
}

/**
 * @param {string} session
 * @param {Person | null} person
 */
function signIn(session, person) {
  store.signIn(session, person);
  codes.trouble = null;
  codes.retryNow();
  learnMe();
}

async function renew() {
  const { person } = store;
  const parts = await Promise.all([import("./renewal.js"), loadStyles()]).catch(sayUnloaded);
  if (!parts) return;
  const [{ canRenewAlone, openRenewal }] = parts;
  if (person && canRenewAlone(person, clock.now())) return openRenewal({ api, person, onDone: (session) => signIn(session, person) });
  // Nobody has typed their data on this phone yet, or a child, whose guardian confirms each time. The same number leads to the same account.
  signUp = null;
  page = "sign-up";
  await render();
}

async function learnIssuer() {
  const answer = await api.issuer();
  const name = answer.ok && answer.body?.name;
  if (!name || name === issuerName()) return;
  writeText(ISSUER, name);
  byId("brand").textContent = name;
}

// Also tells the issuer's time, which is why the codes may ask at the same moment.
function learnMe() {
  const { session } = store;
  if (learning?.session === session) return learning.answer;
  const answer = askMe().finally(() => {
    if (learning?.answer === answer) learning = null;
  });
  learning = { session, answer };
  return answer;
}

async function askMe() {
  const { session } = store;
  const answer = await api.me();
  if (!answer.ok || session !== store.session) return answer;
  store.saveMe(answer.body);
  await codes.keepOnly([SELF, ...answer.body.companions.map((/** @type {Companion} */ one) => one.id)]);
  passView.refresh();
  return answer;
}

/** @param {boolean} isDeleted the account, which ends its sessions as well */
function leave(isDeleted) {
  if (!isDeleted) api.signOut();
  store.forget();
  codes.keepOnly([]);
  signUp = null;
  return open(isDeleted ? "goodbye" : "sign-up");
}
