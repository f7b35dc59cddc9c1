/** How the decoder looks for codes in a frame; a test measures how often it reads noisy frames with them. */
export const DECODER_OPTIONS = {
  formats: ["QRCode"],
  tryHarder: true,
  tryRotate: false,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: 4,
  returnErrors: true,
};
