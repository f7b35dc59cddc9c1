import { tidy } from "../shared/input.js";

const PHONE = /^\+?[\d\s().·-]{8,24}$/;
const SAFE_NUMBER = /^\d{2}[가-힣]\d{2}[가-힣]$/;

/**
 * What somebody typed as a phone number or a personal safe number (개인안심번호, "12가34나"), tidied; null when it is neither.
 * @param {string} text
 */
export function contactNumber(text) {
  const written = tidy(text);
  const digits = written.replace(/\D/g, "").length;
  const isPhone = PHONE.test(written) && digits >= 8 && digits <= 15;
  const safe = written.replace(/\s/g, "");
  return isPhone ? written : SAFE_NUMBER.test(safe) ? safe : null;
}
