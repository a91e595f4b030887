/** The files that pages load: names carry a hash of the content, so that they may be cached for ever. */
import { createHash } from 'node:crypto';
import { consoleStyleText } from './console-styles.js';
import { iconText } from './icon.js';
import { scriptText } from './script.js';
import { styleText } from './styles.js';

/** One file. */
export interface Asset {
  /** Path on this server, such as `/assets/countersign.3f2a….css`. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
  /** Quoted, as the header wants it (RFC 9110 section 8.8.3). */
  readonly etag: string;
}

function asset(name: string, extension: string, contentType: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  return { path: `/assets/${name}.${hash}.${extension}`, contentType, body, etag: `"${hash}"` };
}

/** The stylesheet of every page. */
export const stylesheet = asset('countersign', 'css', 'text/css; charset=utf-8', styleText);
/** What the console adds to it: only administrators load it. */
export const consoleStylesheet = asset('console', 'css', 'text/css; charset=utf-8', consoleStyleText);
/** The buttons that need script. */
export const script = asset('countersign', 'js', 'text/javascript; charset=utf-8', scriptText);
/** The mark, in the tab and beside the name. */
export const icon = asset('mark', 'svg', 'image/svg+xml', iconText);

/** Everything to serve; safe to cache as `public, max-age=31536000, immutable`. */
export const assets: readonly Asset[] = [stylesheet, consoleStylesheet, script, icon];
