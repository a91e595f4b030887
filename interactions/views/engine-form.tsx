/** Forms that oidc-provider hands to the pages it shows itself: put in as they are, or read and written anew. */

/** A form of the engine without visible inputs, such as that of logout; our buttons join it by its id. The engine escapes what people typed. */
export function EngineForm({ html }: { readonly html: string }) {
  return <div hidden dangerouslySetInnerHTML={{ __html: html }} />;
}

/** What the engine's form for the user code carries. */
export interface UserCodeForm {
  readonly action: string;
  readonly xsrf: string;
  /** What was typed before, or ''. */
  readonly userCode: string;
  readonly isNumeric: boolean;
}

/**
 * Reads the engine's form for the user code, so that the page can write one with a label and without inline handlers.
 * Throws when the engine's markup has changed (oidc-provider 9.13: lib/helpers/user_code_form.js).
 */
export function readUserCodeForm(html: string): UserCodeForm {
  const action = /<form [^>]*\baction="([^"]*)"/.exec(html)?.[1];
  const xsrf = /\bname="xsrf" value="([^"]*)"/.exec(html)?.[1];
  if (action === undefined || xsrf === undefined) throw new Error('The user code form of oidc-provider has changed.');
  const visible = html.slice(html.lastIndexOf('<input'));
  return {
    action,
    xsrf,
    userCode: decoded(/\bvalue="([^"]*)"/.exec(visible)?.[1] ?? ''),
    isNumeric: visible.includes('inputmode="numeric"'),
  };
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Undoes lib/helpers/html_safe.js; the renderer escapes again. */
function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
}
