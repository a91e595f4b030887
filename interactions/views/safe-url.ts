/** Keeps addresses from registrations and settings harmless: `javascript:` is not escaped by any renderer. Pure. */

/** The address when a link may lead there: http(s), or a path on this server. */
export function safeHref(url: string | undefined): string | undefined {
  return url !== undefined && (/^https?:\/\//i.test(url) || isOwnPath(url)) ? url : undefined;
}

/** The address when an image may come from there under our CSP: this server, or inside the page. */
export function safeImage(url: string | undefined): string | undefined {
  return url !== undefined && (/^data:image\//i.test(url) || isOwnPath(url)) ? url : undefined;
}

/** `//host` and `/\host` lead to another server. */
function isOwnPath(url: string): boolean {
  return /^\/(?![/\\])/.test(url);
}
