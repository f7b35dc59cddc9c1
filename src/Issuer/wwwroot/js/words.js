import { Language } from "../shared/language.js";

// All texts of the page in Korean and English. A test checks that neither language lacks one.

export const WORDS = {
  ko: {
    language: "English",
    showToStaff: "이 화면을 시설 관리자에게 보여 주세요",
    qrLabel: "입장용 QR 코드",
    nextIn: "{seconds}초 뒤 새 QR",
    another: "새 QR 받기",
    anotherDone: "새 QR을 만들었어요.",
    preparing: "QR을 준비하고 있어요…",
    whoseQr: "{name} 님의 QR",
    people: "QR을 보여 줄 사람",
    offline: "인터넷 연결이 없어요. {time} 동안 이 QR을 쓸 수 있어요.",
    offlineEmpty: "인터넷 연결이 없어 새 QR을 받지 못했어요. 연결되면 바로 다시 시도할게요.",
    slow: "서버가 응답하지 않아요. {time} 동안 이 QR을 쓸 수 있어요.",
    slowEmpty: "서버가 응답하지 않아 새 QR을 받지 못했어요. 잠시 뒤 다시 시도할게요.",
    clockMoved: "휴대전화의 시계가 바뀌었어요. 연결되면 시각을 다시 맞출게요. 그때까지는 QR이 거절될 수 있어요.",
    minutesSeconds: "{minutes}분 {seconds}초",
    seconds: "{seconds}초",
    sessionOver: "휴대전화 인증 기간(한 달)이 끝났어요.",
    sessionOverHeld: "휴대전화 인증 기간(한 달)이 끝났어요. 가지고 있는 QR은 {time} 동안 쓸 수 있어요.",
    renew: "다시 인증하기",
    menu: "내 정보",
    back: "QR로 돌아가기",
    close: "닫기",
    next: "다음",
    previous: "이전",
    stepOf: "{step}/{steps}단계",

    storageBlocked: "이 브라우저가 저장을 막고 있어서, 이 화면을 닫으면 다시 인증해야 해요. 브라우저 설정에서 이 사이트의 데이터 저장(쿠키)을 허용해 주세요.",

    welcome: "전자출입명부 QR",
    welcomeText: "시설에 이름과 연락처를 적지 않아도 돼요. 한 번 인증하면 한 달 동안 QR로 입장할 수 있어요.",
    name: "이름",
    birthDate: "생년월일",
    birthDateHint: "숫자 여덟 자리로 입력해 주세요. 예: 1990-03-15",
    phone: "휴대전화 번호",
    phoneHint: "인증번호를 문자로 보내 드려요.",
    nameMissing: "이름을 입력해 주세요.",
    nameWrong: "이름을 글자로 60자까지 입력해 주세요.",
    birthDateWrong: "생년월일을 1990-03-15처럼 입력해 주세요.",
    phoneWrong: "휴대전화 번호를 010-1234-5678처럼 입력해 주세요. 외국 번호는 +로 시작해요.",

    consentTitle: "누가 무엇을 얼마 동안 보관하나요",
    consentIssuer: "QR 발급회사({issuer})",
    consentIssuerWhat: "이름, 휴대전화 번호, 생년월일을 암호화해 보관해요. 마지막 인증 뒤 59일이 지나거나 계정을 삭제하면 지워요. 어디에 갔는지는 알 수 없어요.",
    consentRegister: "사회보장정보원",
    consentRegisterWhat: "시설, 시각, 날마다 바뀌는 가명을 4주 동안 보관하고 파기해요. 누구인지는 알 수 없어요.",
    consentAuthority: "방역당국",
    consentAuthorityWhat: "감염병 역학조사에 필요할 때만 두 기록을 합쳐요(감염병예방법 제76조의2). 열람한 사실은 ‘내 정보’에서 볼 수 있어요.",
    consentPhone: "이 휴대전화",
    consentPhoneWhat: "다시 인증할 때 쓰려고 이름, 번호, 생년월일을 이 휴대전화에도 저장해요.",
    consentFull: "동의문 전체 보기",
    consentRight: "동의하지 않아도 돼요. 그때는 시설에서 수기명부를 쓰면 돼요.",
    consentCheck: "위 내용을 읽었고 동의해요.",
    consentNeeded: "동의해야 QR을 받을 수 있어요.",
    sendCode: "인증번호 받기",

    guardianTitle: "보호자 확인",
    guardianText: "14세 미만은 보호자의 동의가 필요해요. 보호자의 휴대전화로 인증번호를 보내 드려요.",
    guardianPhone: "보호자의 휴대전화 번호",
    guardianConsent: "보호자로서 위 내용에 동의해요.",

    codeTitle: "인증번호 입력",
    codeTitleGuardian: "보호자 인증번호 입력",
    codeText: "{phone} 번호로 보낸 숫자 여섯 자리를 입력해 주세요.",
    code: "인증번호",
    confirm: "확인",
    sendAgain: "인증번호 다시 받기",
    sentAgain: "새 인증번호를 보냈어요.",
    inboxTitle: "모의 수신함",
    inboxText: "문자 발송이 연결되지 않은 시험용 서버예요. 인증번호를 여기에 보여 드려요.",
    changeNumber: "번호 수정",

    codeWrong: "인증번호가 다르거나 유효 시간이 지났어요. 다시 확인하거나 새 인증번호를 받아 주세요.",
    tooMany: "너무 여러 번 시도했어요. 잠시 뒤 다시 시도해 주세요.",
    networkError: "인터넷에 연결되지 않았어요. 입력한 내용은 그대로 있어요. 연결한 뒤 다시 눌러 주세요.",
    guardianRefused: "보호자 확인이 끝나지 않았어요. 보호자의 인증번호를 다시 받아 주세요.",
    refused: "서버가 요청을 받아들이지 않았어요. 입력한 내용을 확인해 주세요. ({code})",
    serverError: "서버에 문제가 있어요. 바뀐 내용은 없어요. 잠시 뒤 다시 시도해 주세요.",

    renewTitle: "다시 인증",
    renewText: "한 달에 한 번 휴대전화를 다시 확인해요.",

    meTitle: "내 정보",
    verifiedUntil: "인증 유효: {date}까지",
    companions: "동반자",
    companionsText: "휴대전화가 없는 동반자의 QR을 이 화면에서 차례로 보여 줄 수 있어요.",
    companionsNone: "등록한 동반자가 없어요.",
    addCompanion: "동반자 추가",
    companionName: "이름",
    add: "추가",
    remove: "삭제",
    removeOf: "{name} 님 삭제",
    companionsFull: "동반자는 10명까지 등록할 수 있어요.",
    companionNeedsAdult: "14세 미만은 성인의 계정에만 추가할 수 있어요.",
    companionRemoved: "{name} 님을 삭제했어요.",
    companionAdded: "{name} 님을 추가했어요.",
    accesses: "내 정보 열람 기록",
    accessesText: "역학조사에서 내 이름과 연락처를 열람하면 여기에 표시돼요. 조사에 지장이 없도록 30일 안에서 늦게 표시될 수 있어요.",
    accessesNone: "열람 기록이 없어요.",
    accessesFailed: "기록을 불러오지 못했어요. 연결을 확인해 주세요.",
    accessSubject: "{when} 역학조사에서 내 출입기록을 찾으려고 조회했어요.",
    accessIdentity: "{when} 역학조사에서 내 이름과 연락처를 열람했어요.",
    accessSubjectCompanion: "{when} 역학조사에서 동반자의 출입기록을 찾으려고 조회했어요.",
    accessIdentityCompanion: "{when} 역학조사에서 동반자의 이름과 내 연락처를 열람했어요.",
    howKept: "보관 안내",
    signOut: "로그아웃",
    signOutText: "이 휴대전화에서 QR과 인증 정보를 지워요. 계정은 남아 있어요.",
    deleteAccount: "계정 삭제",
    deleteTitle: "계정을 삭제할까요?",
    deleteText: "이름, 번호, 생년월일과 동반자 정보를 바로 삭제해요. 되돌릴 수 없어요. 이미 기록된 출입은 4주가 지나면 파기돼요.",
    deleteYes: "삭제",
    deleteNo: "취소",
    deleted: "계정을 삭제했어요.",
    loading: "불러오고 있어요…",
    pageUnloaded: "화면을 불러오지 못했어요. 인터넷 연결을 확인하고 다시 눌러 주세요.",
    retry: "다시 불러오기",
  },
  en: {
    language: "한국어",
    showToStaff: "Show this screen to the staff",
    qrLabel: "QR code for entry",
    nextIn: "New code in {seconds} s",
    another: "New code",
    anotherDone: "New code created.",
    preparing: "Preparing your code…",
    whoseQr: "{name}’s code",
    people: "Whose code to show",
    offline: "No internet connection. You can use this code for another {time}.",
    offlineEmpty: "No internet connection, so there is no new code yet. We retry when you are connected.",
    slow: "The server is not responding. You can use this code for another {time}.",
    slowEmpty: "The server is not responding, so there is no new code yet. We will try again shortly.",
    clockMoved: "This phone’s clock was changed. The time is corrected when you are connected; until then, codes may be refused.",
    minutesSeconds: "{minutes} min {seconds} s",
    seconds: "{seconds} s",
    sessionOver: "Your phone verification has expired (one month).",
    sessionOverHeld: "Your phone verification has expired (one month). Your existing codes work for another {time}.",
    renew: "Verify again",
    menu: "My data",
    back: "Back to the code",
    close: "Close",
    next: "Next",
    previous: "Back",
    stepOf: "Step {step} of {steps}",

    storageBlocked: "This browser blocks storage, so you have to verify again after you close this page. Allow this site to store data (cookies) in the browser’s settings.",

    welcome: "Your entry code",
    welcomeText: "You do not need to write down your name and number at the door. Verify your phone once, then enter with a QR code for a month.",
    name: "Name",
    birthDate: "Date of birth",
    birthDateHint: "Eight digits, for example 1990-03-15",
    phone: "Mobile number",
    phoneHint: "We send a code by text message.",
    nameMissing: "Enter your name.",
    nameWrong: "Enter a name of letters, at most 60 characters.",
    birthDateWrong: "Enter your date of birth, for example 1990-03-15.",
    phoneWrong: "Enter a mobile number, for example 010-1234-5678. Foreign numbers start with +.",

    consentTitle: "Who stores what, and for how long",
    consentIssuer: "The QR issuer ({issuer})",
    consentIssuerWhat: "stores your name, number and date of birth, encrypted, until 59 days after your last verification or until you delete your account. It never learns where you go.",
    consentRegister: "Social Security Information Service (사회보장정보원)",
    consentRegisterWhat: "stores facility, time and a pseudonym that changes every day for 4 weeks and then destroys them. It never learns who you are.",
    consentAuthority: "The health authority (방역당국)",
    consentAuthorityWhat: "joins the two records only when an epidemiological investigation requires it (감염병예방법, art. 76-2). Each access is listed under “My data”.",
    consentPhone: "This phone",
    consentPhoneWhat: "also stores your name, number and date of birth for the next verification.",
    consentFull: "Read the full text",
    consentRight: "You can decline and use the paper register at the facility instead.",
    consentCheck: "I have read this and agree.",
    consentNeeded: "You need to consent to get a code.",
    sendCode: "Send code",

    guardianTitle: "Guardian’s consent",
    guardianText: "Visitors under 14 need the consent of a guardian. We send a code to the guardian’s phone.",
    guardianPhone: "Guardian’s mobile number",
    guardianConsent: "As the guardian, I agree to the above.",

    codeTitle: "Enter the code",
    codeTitleGuardian: "Enter the guardian’s code",
    codeText: "Enter the six digits that we sent to {phone}.",
    code: "Code",
    confirm: "Confirm",
    sendAgain: "Send a new code",
    sentAgain: "We sent a new code.",
    inboxTitle: "Simulated inbox",
    inboxText: "This test server is not connected to an SMS gateway. The code is shown here.",
    changeNumber: "Change number",

    codeWrong: "The code is wrong or has expired. Check it or request a new one.",
    tooMany: "Too many attempts. Wait a moment and try again.",
    networkError: "You are not connected. Your input is still here. Connect and tap again.",
    guardianRefused: "The guardian’s consent is incomplete. Request the guardian’s code again.",
    refused: "The server rejected the request. Check your input. ({code})",
    serverError: "The server has a problem. Nothing was changed. Try again in a moment.",

    renewTitle: "Verify again",
    renewText: "We verify your phone once a month.",

    meTitle: "My data",
    verifiedUntil: "Verified until {date}",
    companions: "Companions",
    companionsText: "Show the codes of companions without a phone on this screen, one after the other.",
    companionsNone: "No companions yet.",
    addCompanion: "Add a companion",
    companionName: "Name",
    add: "Add",
    remove: "Remove",
    removeOf: "Remove {name}",
    companionsFull: "You can add up to 10 companions.",
    companionNeedsAdult: "Children under 14 can only be added to an adult’s account.",
    companionRemoved: "{name} was removed.",
    companionAdded: "{name} was added.",
    accesses: "Access to my data",
    accessesText: "If an investigation accesses your name and number, it is listed here. It may be listed up to 30 days later to protect the investigation.",
    accessesNone: "No access so far.",
    accessesFailed: "The list could not be loaded. Check your connection.",
    accessSubject: "{when}: an investigation looked you up to find your visits.",
    accessIdentity: "{when}: an investigation accessed your name and number.",
    accessSubjectCompanion: "{when}: an investigation looked up a companion to find their visits.",
    accessIdentityCompanion: "{when}: an investigation accessed the name of a companion and your number.",
    howKept: "How data is stored",
    signOut: "Sign out on this phone",
    signOutText: "Removes the codes and the verification from this phone. Your account remains.",
    deleteAccount: "Delete account",
    deleteTitle: "Delete your account?",
    deleteText: "Your name, number, date of birth and companions are deleted immediately. This cannot be undone. Recorded visits are destroyed after 4 weeks.",
    deleteYes: "Delete",
    deleteNo: "Cancel",
    deleted: "Your account was deleted.",
    loading: "Loading…",
    pageUnloaded: "This part of the page could not be loaded. Check the connection and try again.",
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
