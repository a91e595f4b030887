/** Forms that oidc-provider hands to the pages it shows itself: our fields and buttons are put into them, or they are read and written anew. */
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';

const formEnd = '</form>';

/**
 * A form of the engine without visible inputs, such as that of logout, with our buttons inside it. The engine escapes what
 * people typed. Throws when the engine's markup has changed.
 */
export function EngineForm({ html, children }: { readonly html: string; readonly children: ComponentChildren }) {
  const at = html.lastIndexOf(formEnd);
  if (at === -1) throw new Error('A form of oidc-provider has changed.');
  const whole = html.slice(0, at) + renderToString(<>{children}</>) + html.slice(at);
  return <div dangerouslySetInnerHTML={{ __html: whole }} />;
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
