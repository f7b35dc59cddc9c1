import { Language } from "../shared/language.js";

// All texts of the page in Korean and English. A test checks that neither language lacks one.

export const WORDS = {
  ko: {
    language: "English",
    showToStaff: "이 화면을 시설 관리자에게 보여 주세요",
    qrLabel: "입장용 QR 코드",
    nextIn: "{seconds}초 뒤 새 QR",
    another: "다른 QR",
    anotherDone: "새 QR을 만들었습니다.",
    preparing: "QR을 준비하고 있습니다…",
    whoseQr: "{name} 님의 QR",
    people: "QR을 보여 줄 사람",
    offline: "인터넷 연결이 없습니다. {time} 동안 이대로 쓸 수 있습니다.",
    offlineEmpty: "인터넷 연결이 없어 새 QR을 받지 못했습니다. 연결되면 바로 다시 시도합니다.",
    slow: "서버가 답하지 않습니다. {time} 동안 이대로 쓸 수 있습니다.",
    slowEmpty: "서버가 답하지 않아 새 QR을 받지 못했습니다. 잠시 뒤 다시 시도합니다.",
    clockMoved: "휴대전화의 시계가 바뀌었습니다. 연결되면 시간을 다시 맞춥니다. 그때까지는 QR이 거절될 수 있습니다.",
    minutesSeconds: "{minutes}분 {seconds}초",
    seconds: "{seconds}초",
    sessionOver: "휴대전화 인증 기간(한 달)이 끝났습니다.",
    sessionOverHeld: "휴대전화 인증 기간(한 달)이 끝났습니다. 가지고 있는 QR은 {time} 동안 쓸 수 있습니다.",
    renew: "다시 인증하기",
    menu: "내 정보",
    back: "QR로 돌아가기",
    close: "닫기",
    next: "다음",
    previous: "이전",
    stepOf: "{step}/{steps}단계",

    storageBlocked: "이 브라우저가 저장을 막고 있어서, 이 화면을 닫으면 다시 인증해야 합니다. 브라우저 설정에서 이 사이트의 저장(쿠키)을 허용해 주세요.",

    welcome: "전자출입명부 QR",
    welcomeText: "이름과 연락처를 시설에 적지 않아도 됩니다. 한 번 인증하면 한 달 동안 QR을 보여 주고 들어갑니다.",
    name: "이름",
    birthDate: "생년월일",
    birthDateHint: "여덟 자리 숫자로 씁니다. 예: 1990-03-15",
    phone: "휴대전화 번호",
    phoneHint: "인증번호를 문자로 보냅니다.",
    nameMissing: "이름을 적어 주세요.",
    nameWrong: "이름을 글자로 60자까지 적어 주세요.",
    birthDateWrong: "있는 날짜를 1990-03-15처럼 적어 주세요.",
    phoneWrong: "휴대전화 번호를 010-1234-5678처럼 적어 주세요. 외국 번호는 +로 시작합니다.",

    consentTitle: "무엇을 누가 얼마 동안 보관합니까",
    consentIssuer: "QR 발급회사({issuer})",
    consentIssuerWhat: "이름, 휴대전화 번호, 생년월일을 암호로 보관합니다. 마지막 인증 뒤 59일이 지나거나 계정을 지우면 사라집니다. 어디에 갔는지는 모릅니다.",
    consentRegister: "사회보장정보원",
    consentRegisterWhat: "시설, 시각, 날마다 바뀌는 가명을 4주 동안 보관하고 지웁니다. 누구인지는 모릅니다.",
    consentAuthority: "방역당국",
    consentAuthorityWhat: "감염병 역학조사에 필요할 때만 두 기록을 합쳐 봅니다(감염병예방법 제76조의2). 본 사실은 ‘내 정보’에 나타납니다.",
    consentPhone: "이 휴대전화",
    consentPhoneWhat: "다시 인증할 때 쓰려고 이름, 번호, 생년월일을 이 휴대전화에도 둡니다.",
    consentFull: "동의문 전체 보기",
    consentRight: "동의하지 않아도 됩니다. 그때는 시설에서 종이 명부를 쓰면 됩니다.",
    consentCheck: "위 내용을 읽었고 동의합니다.",
    consentNeeded: "동의해야 QR을 받을 수 있습니다.",
    sendCode: "인증번호 받기",

    guardianTitle: "보호자의 확인",
    guardianText: "14세 미만은 보호자의 동의가 필요합니다. 보호자의 휴대전화로 인증번호를 보냅니다.",
    guardianPhone: "보호자의 휴대전화 번호",
    guardianConsent: "보호자로서 위 내용에 동의합니다.",

    codeTitle: "인증번호 입력",
    codeTitleGuardian: "보호자의 인증번호",
    codeText: "{phone} 번호로 보낸 여섯 자리를 적어 주세요.",
    code: "인증번호",
    confirm: "확인",
    sendAgain: "인증번호 다시 받기",
    sentAgain: "새 인증번호를 보냈습니다.",
    inboxTitle: "모의 문자함",
    inboxText: "문자 발송이 연결되지 않은 시험용 서버입니다. 인증번호를 여기에 보여 줍니다.",
    changeNumber: "번호 고치기",

    codeWrong: "인증번호가 다르거나 기간이 지났습니다. 다시 확인하거나 새 번호를 받아 주세요.",
    tooMany: "너무 여러 번 시도했습니다. 잠시 뒤 다시 해 주세요.",
    networkError: "인터넷에 연결되지 않았습니다. 적은 내용은 그대로 있습니다. 연결한 뒤 다시 눌러 주세요.",
    guardianRefused: "보호자의 확인이 끝나지 않았습니다. 보호자의 인증번호를 다시 받아 주세요.",
    refused: "서버가 받아들이지 않았습니다. 적은 내용을 확인해 주세요. ({code})",
    serverError: "서버에 문제가 있습니다. 아무것도 바뀌지 않았습니다. 잠시 뒤 다시 해 주세요.",

    renewTitle: "다시 인증",
    renewText: "한 달에 한 번 휴대전화를 다시 확인합니다.",

    meTitle: "내 정보",
    verifiedUntil: "인증 유효: {date}까지",
    companions: "함께 온 사람",
    companionsText: "휴대전화가 없는 가족의 QR을 이 화면에서 차례로 보여 줍니다.",
    companionsNone: "등록한 사람이 없습니다.",
    addCompanion: "사람 추가",
    companionName: "이름",
    add: "추가",
    remove: "삭제",
    removeOf: "{name} 님 삭제",
    companionsFull: "열 명까지 등록할 수 있습니다.",
    companionNeedsAdult: "14세 미만은 성인의 계정에만 추가할 수 있습니다.",
    companionRemoved: "{name} 님을 지웠습니다.",
    companionAdded: "{name} 님을 추가했습니다.",
    accesses: "내 정보를 본 기록",
    accessesText: "역학조사에서 내 이름과 연락처를 본 일이 여기에 나타납니다. 조사에 지장이 없도록 늦게(30일 안에) 나타날 수 있습니다.",
    accessesNone: "지금까지 아무도 보지 않았습니다.",
    accessesFailed: "기록을 불러오지 못했습니다. 연결을 확인해 주세요.",
    accessSubject: "{when} 역학조사에서 나의 출입기록을 찾으려고 조회했습니다.",
    accessIdentity: "{when} 역학조사에서 내 이름과 연락처를 보았습니다.",
    accessSubjectCompanion: "{when} 역학조사에서 함께 온 사람의 출입기록을 찾으려고 조회했습니다.",
    accessIdentityCompanion: "{when} 역학조사에서 함께 온 사람의 이름과 내 연락처를 보았습니다.",
    howKept: "보관 안내",
    signOut: "이 휴대전화에서 나가기",
    signOutText: "이 휴대전화에서 QR과 인증을 지웁니다. 계정은 남습니다.",
    deleteAccount: "계정 지우기",
    deleteTitle: "계정을 지우겠습니까?",
    deleteText: "이름, 번호, 생년월일과 함께 온 사람의 정보를 지금 지웁니다. 되돌릴 수 없습니다. 이미 기록된 출입은 4주가 지나면 사라집니다.",
    deleteYes: "지우기",
    deleteNo: "그만두기",
    deleted: "계정을 지웠습니다.",
    loading: "불러오는 중입니다…",
    pageUnloaded: "화면을 불러오지 못했습니다. 인터넷 연결을 확인하고 다시 눌러 주세요.",
    retry: "다시 불러오기",
  },
  en: {
    language: "한국어",
    showToStaff: "Show this to the staff",
    qrLabel: "QR code for entry",
    nextIn: "New code in {seconds} s",
    another: "Another code",
    anotherDone: "Here is a new code.",
    preparing: "Getting your code ready…",
    whoseQr: "{name}’s code",
    people: "Whose code to show",
    offline: "No internet. This works for another {time}.",
    offlineEmpty: "No internet, so no new code yet. We try again as soon as you are connected.",
    slow: "The server does not answer. This works for another {time}.",
    slowEmpty: "The server does not answer, so no new code yet. We try again in a moment.",
    clockMoved: "This phone’s clock was changed. The time is set again as soon as there is a connection; until then a code may be refused.",
    minutesSeconds: "{minutes} min {seconds} s",
    seconds: "{seconds} s",
    sessionOver: "Your phone verification has run out after a month.",
    sessionOverHeld: "Your phone verification has run out after a month. The codes you hold work for another {time}.",
    renew: "Verify again",
    menu: "My data",
    back: "Back to the code",
    close: "Close",
    next: "Next",
    previous: "Back",
    stepOf: "Step {step} of {steps}",

    storageBlocked: "This browser blocks storage, so you have to verify again after you close this page. Allow this site to store data (cookies) in the browser’s settings.",

    welcome: "Your entry code",
    welcomeText: "No need to write your name and number at the door. Verify once, then show a QR code for a month.",
    name: "Name",
    birthDate: "Date of birth",
    birthDateHint: "Eight digits, for example 1990-03-15",
    phone: "Mobile number",
    phoneHint: "We send a code by text message.",
    nameMissing: "Enter your name.",
    nameWrong: "Enter a name of letters, at most 60 characters.",
    birthDateWrong: "Enter a real date like 1990-03-15.",
    phoneWrong: "Enter a mobile number like 010-1234-5678. A foreign number begins with +.",

    consentTitle: "What is kept, by whom, how long",
    consentIssuer: "The QR issuer ({issuer})",
    consentIssuerWhat: "keeps your name, number and date of birth, encrypted, until 59 days after your last verification or until you delete your account. It never learns where you go.",
    consentRegister: "Social Security Information Service (사회보장정보원)",
    consentRegisterWhat: "keeps facility, time and an alias that changes every day for 4 weeks, then destroys them. It never learns who you are.",
    consentAuthority: "The health authority (방역당국)",
    consentAuthorityWhat: "joins the two only when an epidemiological investigation needs it (감염병예방법, art. 76-2). You see that it did under “My data”.",
    consentPhone: "This phone",
    consentPhoneWhat: "also keeps your name, number and date of birth, for the next verification.",
    consentFull: "Read the whole text",
    consentRight: "You may decline, and write yourself into the paper register at the door instead.",
    consentCheck: "I have read this and agree.",
    consentNeeded: "Without your consent we cannot give you a code.",
    sendCode: "Send me the code",

    guardianTitle: "A guardian confirms",
    guardianText: "Under 14, a guardian must agree. We send a code to the guardian’s phone.",
    guardianPhone: "Guardian’s mobile number",
    guardianConsent: "As the guardian, I agree to this.",

    codeTitle: "Enter the code",
    codeTitleGuardian: "The guardian’s code",
    codeText: "Enter the six digits that we sent to {phone}.",
    code: "Code",
    confirm: "Confirm",
    sendAgain: "Send another code",
    sentAgain: "We have sent a new code.",
    inboxTitle: "Simulated inbox",
    inboxText: "This is a test server without text messages. It shows the code here.",
    changeNumber: "Change the number",

    codeWrong: "The code is wrong or has run out. Check it, or ask for a new one.",
    tooMany: "Too many tries. Wait a moment, then try again.",
    networkError: "You are not connected. What you entered is still here. Connect, then press again.",
    guardianRefused: "The guardian has not been confirmed. Ask for the guardian’s code again.",
    refused: "The server did not accept this. Check what you entered. ({code})",
    serverError: "The server has a problem. Nothing was changed. Try again in a moment.",

    renewTitle: "Verify again",
    renewText: "Once a month we check your phone again.",

    meTitle: "My data",
    verifiedUntil: "Verified until {date}",
    companions: "People with you",
    companionsText: "Show the codes of relatives without a phone from this screen, one after the other.",
    companionsNone: "Nobody yet.",
    addCompanion: "Add a person",
    companionName: "Name",
    add: "Add",
    remove: "Remove",
    removeOf: "Remove {name}",
    companionsFull: "Ten people at most.",
    companionNeedsAdult: "Children under 14 can be added to an adult’s account only.",
    companionRemoved: "{name} was removed.",
    companionAdded: "{name} was added.",
    accesses: "Who looked at my data",
    accessesText: "When an investigation looked up your name and number, you see it here. It may appear late (within 30 days), so as not to disturb the investigation.",
    accessesNone: "Nobody so far.",
    accessesFailed: "The list could not be loaded. Check your connection.",
    accessSubject: "{when}: an investigation asked for you, to find where you had been.",
    accessIdentity: "{when}: an investigation saw your name and number.",
    accessSubjectCompanion: "{when}: an investigation asked for a person with you, to find where they had been.",
    accessIdentityCompanion: "{when}: an investigation saw the name of a person with you and your number.",
    howKept: "How data is kept",
    signOut: "Leave on this phone",
    signOutText: "Removes codes and verification from this phone. Your account stays.",
    deleteAccount: "Delete my account",
    deleteTitle: "Delete your account?",
    deleteText: "Your name, number and date of birth, and those of people with you, are deleted now, for good. Visits already recorded vanish after 4 weeks.",
    deleteYes: "Delete",
    deleteNo: "Keep it",
    deleted: "Your account is deleted.",
    loading: "Loading…",
    pageUnloaded: "This part of the page did not load. Check the connection, then try again.",
    retry: "Load again",
  },
};

export const language = new Language("kipass.language", WORDS);

/** @type {typeof language.text} */
export const words = (key, values, inLanguage) => language.text(key, values, inLanguage);

/**
 * "9분 30초", "9 min 30 s".
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  const all = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(all / 60);
  const seconds = all % 60;
  return minutes > 0 ? words("minutesSeconds", { minutes, seconds }) : words("seconds", { seconds });
}

/**
 * "06-12 (금) 19:42" on the Korean clock.
 * @param {string | number} time
 */
export function moment(time) {
  const parts = new Intl.DateTimeFormat(language.current === "ko" ? "ko-KR" : "en-GB", {
    timeZone: "Asia/Seoul",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(time));
  /** @param {Intl.DateTimeFormatPartTypes} type */
  const part = (type) => parts.find((one) => one.type === type)?.value;
  return `${part("month")}-${part("day")} (${part("weekday")}) ${part("hour")}:${part("minute")}`;
}

/** @type {Record<string, keyof typeof WORDS.ko>} by the code of the problem, or by the field that it names */
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
