/** Names of groups: what is accepted. */

/** Short enough for the audit log to hold several. */
export const longestGroupName = 60;

/** No control characters, nor marks that are not seen: it is shown to people. Without white space around it. */
export function isGroupName(text: string): boolean {
  return text !== '' && text.length <= longestGroupName && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text);
}
