/** The list of what an application may see and do, in words. */
import type { ConsentItem } from './consent-items.js';
import { UserText } from './elements.js';
import type { Messages } from './messages/en.js';

export function ScopeList({
  items,
  messages,
}: {
  readonly items: readonly ConsentItem[];
  readonly messages: Messages;
}) {
  return (
    <ul class="scopes">
      {items.map((item) => (
        <li key={`${item.resource ?? ''} ${item.scope}`}>{wordsFor(item, messages)}</li>
      ))}
    </ul>
  );
}

function wordsFor(item: ConsentItem, { consent }: Messages) {
  if (item.resource === undefined) return consent.scopes[item.scope];
  const scope = (
    <code>
      <UserText>{item.scope}</UserText>
    </code>
  );
  return consent.otherScope(scope, <UserText>{item.resource}</UserText>);
}
