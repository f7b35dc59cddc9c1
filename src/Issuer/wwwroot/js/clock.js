// The phone's clock may be wrong; the issuer's decides. The difference is remembered, so that a start without network is right too.

const KEY = "kipass.clock";

export class Clock {
  #offset = Number(localStorage.getItem(KEY) ?? 0) || 0;

  /** Milliseconds since 1970-01-01 UTC by the issuer's clock. */
  now() {
    return Date.now() + this.#offset;
  }

  /** Learns from an answer that carried the issuer's time: `asked` and `answered` are the phone's Date.now() around the request. */
  learn(serverTime, asked, answered) {
    const server = Date.parse(serverTime);
    if (Number.isNaN(server)) return;
    this.#offset = Math.round(server - (asked + answered) / 2);
    localStorage.setItem(KEY, String(this.#offset));
  }
}
