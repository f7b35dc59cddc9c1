import { settings } from "./settings.js";

// Sounds that can be told apart without looking, and vibration. Browsers allow both only after a first tap, and may take the sound away again
// (a phone call, another app).

/** @typedef {import("./verdict-view.js").Mood} Mood */

/** @type {AudioContext | null} */
let audio = null;

/** @type {Record<Mood, [hertz: number, from: number, length: number, shape?: OscillatorType][]>} */
const TUNES = {
  accepted: [[880, 0, 0.09], [1318, 0.09, 0.16]],
  kept: [[660, 0, 0.12], [660, 0.18, 0.12]],
  refused: [[196, 0, 0.22, "square"], [156, 0.26, 0.34, "square"]],
};
const SHAKES = { accepted: [60], kept: [60, 80, 60], refused: [220, 90, 220] };

/** To be called on a tap or a key press, as often as there is one. */
export function allowSound() {
  if (isSoundReady()) return;
  if (!audio || audio.state === "closed") audio = "AudioContext" in globalThis ? new AudioContext() : null;
  audio?.resume().catch(() => {});
}

export const isSoundReady = () => audio?.state === "running";

/** @param {Mood} mood */
export function feedback(mood) {
  navigator.vibrate?.(SHAKES[mood]);
  if (settings.silent || !audio || !isSoundReady()) return;
  for (const [hertz, from, length, shape = "sine"] of TUNES[mood]) {
    const start = audio.currentTime + from;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = shape;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(shape === "square" ? 0.25 : 0.5, start + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.001, start + length);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + length + 0.02);
  }
}
