import { settings } from "./settings.js";
import { language } from "./words.js";

/** Whether this browser can speak (Web Speech API). */
export const canSpeak = () => "speechSynthesis" in globalThis && "SpeechSynthesisUtterance" in globalThis;

/**
 * Says a text in the page's language, for a door without staff. Does nothing unless it is switched on in the settings.
 * @param {string} text
 */
export function say(text) {
  if (!settings.speaks || !canSpeak()) return;
  // What was said of the person before is of no use any more.
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = language.current === "ko" ? "ko-KR" : "en-US";
  speechSynthesis.speak(utterance);
}
