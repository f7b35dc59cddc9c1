import { words } from "./more-words.js";

/** @type {Record<string, import("./more-words.js").Key>} by the code of the problem, or by the field that it names */
const COMPLAINTS = {
  "guardian-required": "guardianRefused",
  "code-wrong": "codeWrong",
  "verification-unknown": "codeWrong",
  "phone-unusable": "phoneWrong",
  "companions-full": "companionsFull",
  name: "nameWrong",
  birthDate: "birthDateWrong",
};

/**
 * What to say when a request was refused.
 * @param {Answer} answer
 */
export function complaint(answer) {
  if (answer.code === "network") return words("networkError");
  if (answer.status === 429) return words("tooMany");
  if (answer.status >= 500) return words("serverError");
  const key = COMPLAINTS[answer.code ?? ""] ?? COMPLAINTS[answer.body?.detail ?? ""];
  return key ? words(key) : words("refused", { code: answer.code });
}
