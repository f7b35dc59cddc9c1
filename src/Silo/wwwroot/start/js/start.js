// The start page of a demonstration: a pairing code that is always fresh, the visitor of the story, and the visitor's code to copy.

const PAIRING_LIVES_MS = 9 * 60 * 1000;

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const isKorean = () => document.documentElement.lang === "ko";

byId("case-number").textContent = caseNumber(new Date());
byId("copy-code").addEventListener("click", () => attempt(copyCode));
// A code works once: the next scanner gets another one.
document.querySelectorAll("[data-scanner]").forEach((link) => link.addEventListener("click", () => setTimeout(() => attempt(pair))));
setInterval(() => attempt(pair), PAIRING_LIVES_MS);
attempt(pair);
attempt(async () => {
  const { name, phone } = await visitor();
  byId("visitor-name").textContent = name;
  byId("visitor-phone").textContent = phone;
});

/** @param {Date} now */
function caseNumber(now) {
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  const serial = two(now.getHours()) + two(now.getMinutes()) + two(now.getSeconds());
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}${two(now.getDate())}-${serial}`;
}

async function pair() {
  const { code, link, facility, picture } = await post("pairing");
  document.querySelectorAll("[data-scanner]").forEach((anchor) => anchor.setAttribute("href", link));
  document.querySelectorAll("[data-facility]").forEach((place) => (place.textContent = facility));
  byId("pairing").setAttribute("src", picture);
  byId("pairing").setAttribute("alt", isKorean() ? "스캐너 연결 QR" : "Pairing QR code");
  byId("pairing-code").textContent = code;
}

/** @returns {Promise<{ pass: string, name: string, phone: string }>} */
async function visitor() {
  const { address, ticket } = await post("visitor");
  return post(address, new URLSearchParams({ ticket }));
}

async function copyCode() {
  const { pass } = await visitor();
  const place = byId("pass");
  try {
    await navigator.clipboard.writeText(pass);
    place.textContent = isKorean() ? "복사했습니다. 스캐너 화면에서 Ctrl+V를 누르십시오." : "Copied. Press Ctrl+V in the scanner.";
  } catch {
    // Without a secure connection or permission there is no clipboard.
    const field = document.createElement("textarea");
    Object.assign(field, { value: pass, readOnly: true, rows: 2 });
    field.setAttribute("aria-label", isKorean() ? "방문자의 코드" : "The visitor’s code");
    place.replaceChildren(field);
    field.select();
  }
}

/**
 * @param {string} address
 * @param {URLSearchParams} [body]
 */
async function post(address, body) {
  const answer = await fetch(address, { method: "POST", body: body ?? null });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

/** @param {() => Promise<void>} work */
async function attempt(work) {
  const trouble = byId("trouble");
  try {
    await work();
    trouble.hidden = true;
  } catch {
    trouble.hidden = false;
    trouble.textContent = isKorean()
      ? "시연 프로그램이 응답하지 않습니다. 실행 중인지 확인하고 새로 고침하십시오."
      : "The demonstration does not answer. Check that it runs, and reload the page.";
  }
}
