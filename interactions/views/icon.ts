/** The mark of Countersign: a signature line with a second stroke that confirms it. Free of styles, so that any CSP allows it. */

/** SVG source of the mark. */
export const iconText = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#0f6b63"/><path d="M8 23h16" stroke="#9fdcd2" stroke-width="2.5" stroke-linecap="round"/><path d="M8.5 13l5 5 10-11" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
