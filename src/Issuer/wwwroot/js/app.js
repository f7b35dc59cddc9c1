import { Account } from "./account.js";
import { Api } from "./api.js";
import { Clock } from "./clock.js";
import { DeviceStore } from "./device-store.js";
import { announce, element } from "./element.js";
import { Passes, SELF } from "./passes.js";
import { PassView } from "./pass-view.js";
import { openRenewal } from "./renewal.js";
import { SignUp } from "./sign-up.js";
import { isUnder14 } from "./verification.js";
import { currentLanguage, switchLanguage, words } from "./words.js";

const view = document.getElementById("view");
const store = new DeviceStore();
const clock = new Clock();
const api = new Api(store, clock);
const passes = new Passes(store, api, clock);
const issuerName = () => store.issuerName ?? localStorage.getItem("kipass.issuer") ?? "KI-PASS";
const passView = new PassView({ passes, clock, store, onRenew: renew });
const account = new Account({ api, store, clock, issuerName, onChange: learnMe, onLeave: leave });
let signUp = newSignUp();
let page = store.session ? "pass" : "sign-up";

render();
learnIssuer();
if (store.session) learnMe();
addEventListener("load", () => navigator.serviceWorker?.register("sw.js").catch(() => {}));

function render() {
  document.documentElement.lang = currentLanguage();
  document.getElementById("brand").textContent = issuerName();
  passView.leave();
  actions();
  ({ pass: passView, account, "sign-up": signUp })[page].render(view);
}

function actions() {
  const turned = () => {
    switchLanguage();
    render();
  };
  const language = element("button.quiet", { type: "button", lang: currentLanguage() === "ko" ? "en" : "ko", onclick: turned }, words("language"));
  const open = (other) => () => {
    page = other;
    render();
    view.focus();
    scrollTo(0, 0);
  };
  const menu = element("button.quiet", { type: "button", onclick: open("account") }, words("menu"));
  const back = element("button.quiet", { type: "button", onclick: open("pass") }, words("back"));
  document.getElementById("actions").replaceChildren(...(page === "pass" ? [language, menu] : page === "account" ? [language, back] : store.session ? [language, back] : [language]));
  document.getElementById("actions").setAttribute("aria-label", words("menu"));
}

function newSignUp(person) {
  return new SignUp({
    api,
    clock,
    issuerName,
    person,
    onDone: (session, signedIn) => {
      store.signIn(session, signedIn);
      passes.trouble = null;
      passes.retryNow(SELF);
      page = "pass";
      render();
      learnMe();
      navigator.storage?.persist?.();
    },
  });
}

function renew() {
  if (!store.person || isUnder14(store.person.birthDate, clock.now())) {
    // Nobody typed in on this phone yet, or a child, whose guardian confirms each time: the same number leads to the same account.
    signUp = newSignUp(store.person);
    page = "sign-up";
    render();
    return;
  }
  openRenewal({
    api,
    person: store.person,
    onDone: (session) => {
      store.signIn(session, store.person);
      passes.trouble = null;
      passes.retryNow(SELF);
      learnMe();
    },
  });
}

async function learnIssuer() {
  const answer = await api.issuer();
  if (!answer.ok || !answer.body?.name || answer.body.name === issuerName()) return;
  store.issuerName = answer.body.name;
  localStorage.setItem("kipass.issuer", answer.body.name);
  document.getElementById("brand").textContent = answer.body.name;
}

async function learnMe() {
  const answer = await api.me();
  if (answer.ok) {
    store.saveMe(answer.body);
    passView.refresh();
  }
}

function leave(said) {
  if (!said) api.signOut();
  store.forget();
  signUp = newSignUp();
  page = "sign-up";
  render();
  if (said) announce(said);
}
