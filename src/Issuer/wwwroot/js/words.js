import { Language } from "../shared/language.js";

const DAY_MS = 86400000;

// The texts of the first screen in Korean and English; more-words.js adds the others. A test checks that neither language lacks one.

export const WORDS = {
  ko: {
    language: "English",
    showToStaff: "이 화면을 시설 관리자에게 보여 주세요",
    qrLabel: "입장용 QR 코드",
    nextIn: "{seconds}초 뒤 새 QR",
    another: "새 QR 받기",
    anotherDone: "새 QR을 만들었어요.",
    preparing: "QR을 준비하고 있어요…",
    whoseQr: "{name} 님의 QR {place}",
    enlarge: "입장용 QR 코드, 크게 보기",
    people: "QR을 보여 줄 사람",
    worksOffline: "인터넷이 없어도 {time} 쓸 수 있어요.",
    untilDay: "{day}까지",
    forTime: "{time} 동안",
    offline: "인터넷 연결이 없어요. {time} QR을 쓸 수 있어요.",
    offlineEmpty: "인터넷 연결이 없어 새 QR을 받지 못했어요. 연결되면 바로 다시 시도할게요.",
    slow: "서버가 응답하지 않아요. {time} QR을 쓸 수 있어요.",
    slowEmpty: "서버가 응답하지 않아 새 QR을 받지 못했어요. 잠시 뒤 다시 시도할게요.",
    clockMoved: "휴대전화의 시계가 바뀌었어요. 연결되면 시각을 다시 맞출게요. 그때까지는 QR이 거절될 수 있어요.",
    minutesSeconds: "{minutes}분 {seconds}초",
    seconds: "{seconds}초",
    sessionOver: "휴대전화 인증 기간(한 달)이 끝났어요.",
    sessionOverHeld: "휴대전화 인증 기간(한 달)이 끝났어요. 가지고 있는 QR은 {time} 쓸 수 있어요.",
    renew: "다시 인증하기",
    menu: "내 정보",
    back: "QR로 돌아가기",
    storageBlocked: "이 브라우저가 저장을 막고 있어서 QR을 받으려면 인터넷이 필요하고, 이 화면을 닫으면 다시 인증해야 해요. 브라우저 설정에서 이 사이트의 데이터 저장(쿠키)을 허용해 주세요.",
    ticketsFull: "휴대전화의 저장 공간이 가득 차서 QR을 받으려면 인터넷이 필요해요. 공간을 비우면 인터넷 없이도 쓸 수 있어요.",
    ticketsLost: "브라우저가 저장한 QR을 지웠거나 저장을 막고 있어서 지금은 QR을 받으려면 인터넷이 필요해요. 이 화면을 다시 열어 주세요.",
    ticketsUnsupported: "이 브라우저는 QR을 저장할 수 없어서 QR을 받으려면 인터넷이 필요해요. 주소가 https로 시작하는지 확인하고 최신 브라우저에서 열어 주세요.",
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
    whoseQr: "{name}’s code {place}",
    enlarge: "QR code for entry, enlarge",
    people: "Whose code to show",
    worksOffline: "Works without internet {time}.",
    untilDay: "until {day}",
    forTime: "for another {time}",
    offline: "No internet connection. Your codes work {time}.",
    offlineEmpty: "No internet connection, so there is no new code yet. We retry when you are connected.",
    slow: "The server is not responding. Your codes work {time}.",
    slowEmpty: "The server is not responding, so there is no new code yet. We will try again shortly.",
    clockMoved: "This phone’s clock was changed. The time is corrected when you are connected; until then, codes may be refused.",
    minutesSeconds: "{minutes} min {seconds} s",
    seconds: "{seconds} s",
    sessionOver: "Your phone verification has expired (one month).",
    sessionOverHeld: "Your phone verification has expired (one month). Your existing codes work {time}.",
    renew: "Verify again",
    menu: "My data",
    back: "Back to the code",
    storageBlocked: "This browser blocks storage, so new codes need internet, and you have to verify again after you close this page. Allow this site to store data (cookies) in the browser’s settings.",
    ticketsFull: "This phone’s storage is full, so new codes need internet. Free some space to use codes without internet.",
    ticketsLost: "The browser deleted the stored codes or blocks storage, so for now new codes need internet. Open this page again.",
    ticketsUnsupported: "This browser cannot store codes, so new codes need internet. Check that the address starts with https, and open it in a current browser.",
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
 * "12월 2일", "2 December".
 * @param {number} day days since 1970-01-01 of the date
 */
export function dayName(day) {
  const format = new Intl.DateTimeFormat(language.current === "ko" ? "ko-KR" : "en-GB", { timeZone: "UTC", month: "long", day: "numeric" });
  return format.format(day * DAY_MS);
}
