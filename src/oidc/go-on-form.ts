/** Finds the form in a page that the engine makes itself: one that a script sends at once. Pure. */

/**
 * The engine shows such a page to sign a person out before another one's sign-in, and for `response_mode=form_post`. It is
 * in English only, without a language or a style, so ours takes its place (oidc-provider 9.13: lib/response_modes/form_post.js).
 * Undefined for every other body.
 */
export function goOnFormOf(body: unknown): string | undefined {
  if (typeof body !== 'string' || !body.includes('document.forms[0].submit()')) return undefined;
  const [, action, inputs] = /<form method="post" action="([^"]*)">([\s\S]*?)<noscript>/.exec(body) ?? [];
  if (action === undefined || inputs === undefined) return undefined;
  return `<form id="op.goOnForm" method="post" action="${action}">${inputs.trim()}</form>`;
}
