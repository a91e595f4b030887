/** Draws QR codes: an inline SVG for pages, a PNG data URL for the API, blocks for a terminal. */
import { crc32, deflateSync } from 'node:zlib';
import QrCode from 'qrcode';

/** Modules of quiet zone on each side (ISO/IEC 18004 asks for four); white in dark mode too, or phones cannot read it. */
const options = { margin: 4, errorCorrectionLevel: 'M', color: { dark: '#000000', light: '#ffffff' } } as const;

/** An `<svg>` element without width and height: the page's style gives it its size. */
export async function qrCodeSvg(text: string): Promise<string> {
  return (await QrCode.toString(text, { ...options, type: 'svg' })).trim();
}

/** For a terminal: half blocks, the dark ones drawn in black on white whatever the terminal's colours are. */
export async function qrCodeText(text: string): Promise<string> {
  return (await QrCode.toString(text, { errorCorrectionLevel: 'L', type: 'terminal', small: true })).trimEnd();
}

/** Pixels of one module's side in the PNG. */
const scale = 4;

/**
 * `data:image/png;base64,…`, one bit a pixel. Written here: the package's own writer costs up to 150 ms of the event loop the
 * first time and 8 ms later, for a file five times as large.
 */
export async function qrCodePng(text: string): Promise<string> {
  const { modules } = QrCode.create(text, { errorCorrectionLevel: options.errorCorrectionLevel });
  const side = (modules.size + 2 * options.margin) * scale;
  // A row is a filter byte (0: none) and its pixels, eight a byte, the leftmost highest; 1 is white.
  const rows = Array.from({ length: side }, (_, y) => {
    const row = Buffer.alloc(1 + Math.ceil(side / 8), 0xff);
    row[0] = 0;
    for (let x = 0; x < side; x += 1) {
      const column = Math.floor(x / scale) - options.margin;
      const line = Math.floor(y / scale) - options.margin;
      const isInside = Math.min(column, line) >= 0 && Math.max(column, line) < modules.size;
      if (isInside && modules.get(line, column)) row[1 + (x >> 3)] = (row[1 + (x >> 3)] ?? 0) & ~(0x80 >> (x & 7));
    }
    return row;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Bit depth 1, greyscale, deflate, adaptive filters, not interlaced (PNG, third edition, section 11.2.1).
  header.set([1, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(rows));
  const png = [pngSignature, pngChunk('IHDR', header), pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))];
  return `data:image/png;base64,${Buffer.concat(png).toString('base64')}`;
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Length, type, data, and a checksum of type and data (PNG, third edition, section 5.3). */
function pngChunk(type: string, data: Buffer): Buffer {
  const checked = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(checked));
  return Buffer.concat([length, checked, checksum]);
}
