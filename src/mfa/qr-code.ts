/** Draws QR codes: an inline SVG for pages, a PNG data URL for the API. */
import QrCode from 'qrcode';

/** Modules of quiet zone on each side (ISO/IEC 18004 asks for four); white in dark mode too, or phones cannot read it. */
const options = { margin: 4, errorCorrectionLevel: 'M', color: { dark: '#000000', light: '#ffffff' } } as const;

/** An `<svg>` element without width and height: the page's style gives it its size. */
export async function qrCodeSvg(text: string): Promise<string> {
  return (await QrCode.toString(text, { ...options, type: 'svg' })).trim();
}

/** `data:image/png;base64,…`. Costs up to 200 ms of the event loop the first time, so pages use the SVG. */
export async function qrCodePng(text: string): Promise<string> {
  return QrCode.toDataURL(text, { ...options, type: 'image/png' });
}
