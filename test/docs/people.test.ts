/** The help for people is written once: the page and the document say the same, and name buttons as they are. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { enFactors } from '../../interactions/views/messages/en-factors.js';
import { nlFactors } from '../../interactions/views/messages/nl-factors.js';
import { enHelp, type HelpMessages } from '../../src/account/messages/en-help.js';
import { enSecurity } from '../../src/account/messages/en-security.js';
import { nlHelp } from '../../src/account/messages/nl-help.js';
import { nlSecurity } from '../../src/account/messages/nl-security.js';
import { enMails } from '../../src/mail/messages/en.js';
import { nlMails } from '../../src/mail/messages/nl.js';
import { anchorsOf } from '../support/markdown.js';

const document = readFileSync('docs/people.md', 'utf8');
const folded = (text: string) => text.replace(/\s+/g, ' ').trim();

test('docs/people.md is the help page, word for word', () => {
  const sections = enHelp.answers.map(({ title, first, steps, notes }) => {
    const numbered = steps.map((step, index) => `${index + 1}. ${step}`);
    return [`## ${title}`, first, ...numbered, ...notes].join(' ');
  });
  expect(folded(document)).toContain(folded([enHelp.intro, ...sections].join(' ')));
});

test('the anchors of the page are those of the document, in every language', () => {
  const ids = enHelp.answers.map(({ id }) => id);
  expect(anchorsOf(document).slice(-ids.length)).toEqual(ids);
  expect(nlHelp.answers.map(({ id }) => id)).toEqual(ids);
});

test.each([
  [
    'en',
    enHelp,
    [
      enSecurity.enable,
      enSecurity.apps.add,
      enFactors.challenge.submit,
      enFactors.challenge.useBackupCode,
      enMails.notMe,
    ],
  ],
  [
    'nl',
    nlHelp,
    [
      nlSecurity.enable,
      nlSecurity.apps.add,
      nlFactors.challenge.submit,
      nlFactors.challenge.useBackupCode,
      nlMails.notMe,
    ],
  ],
] as const)('buttons are called by their names in %s', (_locale, { answers }: HelpMessages, names) => {
  const quoted = [...JSON.stringify(answers).matchAll(/“([^”]+)”/g)].map(([, name]) => name);
  expect(new Set(quoted)).toEqual(new Set(names));
});
