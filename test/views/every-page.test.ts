/** What holds for every page, in every language, whatever names are in it. */
import { describe, expect, test } from '@jest/globals';
import { assets } from '../../interactions/views/assets.js';
import { skeletonOf, tagsNamed, tagsOf, textOf, titleOf } from './markup.js';
import { hostileNames, ordinaryNames, type Sample, samplePages } from './samples.js';

const english = await samplePages('en');
const dutch = await samplePages('nl');
const all: readonly Sample[] = [
  ...english.map(([name, html]): Sample => [`${name}, English`, html]),
  ...dutch.map(([name, html]): Sample => [`${name}, Dutch`, html]),
];
const assetPaths = assets.map(({ path }) => path);
/** Pages that are about something refused or failed. */
const failing = /refused|locked|clock|used-backup|blocked|expired|gone|error|device-code/;

describe.each(all)('%s', (name, html) => {
  test('is a whole document that says its language and direction', () => {
    expect(html.startsWith('<!DOCTYPE html><html lang="')).toBe(true);
    const [root] = tagsNamed(html, 'html');
    expect(root?.attributes.get('lang')).toBe(name.endsWith('Dutch') ? 'nl' : 'en');
    expect(root?.attributes.get('dir')).toBe('ltr');
  });

  test('has one heading of the first level, which its title repeats', () => {
    const headings = html.match(/<h1>.*?<\/h1>/g) ?? [];
    expect(headings).toHaveLength(1);
    expect(titleOf(html)).toContain((headings[0] ?? '').replace(/<[^>]*>/g, ''));
  });

  test('says in its title, before all else, that something was refused, and only then', () => {
    expect(/^(Error|Fout): /.test(titleOf(html))).toBe(failing.test(name));
  });

  test('has no inline script, style or handler, and loads nothing but our assets', () => {
    expect(html).not.toMatch(/<style|javascript:/i);
    for (const { name: tag, attributes } of tagsOf(html).filter(({ isEnd }) => !isEnd)) {
      for (const attribute of attributes.keys()) expect(attribute).not.toMatch(/^(on|style$|srcdoc$)/);
      if (tag === 'script') expect(assetPaths).toContain(attributes.get('src'));
      if (tag === 'link') expect(assetPaths).toContain(attributes.get('href'));
      if (tag === 'img') expect(assetPaths).toContain(attributes.get('src'));
    }
  });

  test('has every id once, and refers only to ids that are there', () => {
    const ids = tagsOf(html).flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of tagsOf(html)) {
      for (const attribute of ['for', 'form', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'data-reveal']) {
        for (const id of (attributes.get(attribute) ?? '').split(' ').filter(Boolean)) expect(ids).toContain(id);
      }
    }
  });

  test('labels every input that people see', () => {
    const labelled = tagsNamed(html, 'label').map(({ attributes }) => attributes.get('for'));
    for (const { attributes } of tagsNamed(html, 'input')) {
      if (attributes.get('type') !== 'hidden') expect(labelled).toContain(attributes.get('id'));
    }
  });

  test('focuses at most one input', () => {
    expect(tagsOf(html).filter(({ attributes }) => attributes.has('autofocus')).length).toBeLessThanOrEqual(1);
  });

  test('posts every form of ours to the page itself, with the token and an act on each button', () => {
    const forms = html.match(/<form(?! id="op\.).*?<\/form>/gs) ?? [];
    for (const form of forms) {
      expect(form).toMatch(/^<form method="post" action="\/interaction\/abcdef"/);
      expect(form).toContain('<input type="hidden" name="csrf" value="csrf-token"/>');
      const submits = tagsNamed(form, 'button').filter(({ attributes }) => attributes.get('type') === 'submit');
      expect(submits.length).toBeGreaterThan(0);
      for (const { attributes } of submits) expect(attributes.get('name')).toBe('act');
    }
  });

  test('says the type of every button, and hides those that need script', () => {
    for (const { attributes } of tagsNamed(html, 'button')) {
      expect(attributes.get('type')).toMatch(/^(submit|button)$/);
      expect(attributes.has('hidden')).toBe(attributes.get('type') === 'button');
    }
  });

  test('keeps nothing that was typed into a secret field', () => {
    for (const { attributes } of tagsNamed(html, 'input')) {
      const isSecret = /password|code$/.test(attributes.get('autocomplete') ?? '');
      if (isSecret) expect(attributes.has('value')).toBe(false);
    }
  });
});

describe('whatever names are on it', () => {
  const hostile = samplePages('en', hostileNames);

  test.each(english.map(([name], index) => [name, index] as const))('%s is built the same', async (_name, index) => {
    const ordinaryHtml = english[index]?.[1] ?? '';
    const hostileHtml = (await hostile)[index]?.[1] ?? '';
    expect(skeletonOf(hostileHtml)).toBe(skeletonOf(ordinaryHtml));
  });

  test('names cannot turn the text around', async () => {
    for (const [, html] of await hostile) expect(html).not.toMatch(/<bdi[^>]*>[^<]*[\u202a-\u202e\u2066-\u2069]/);
  });

  test('names are isolated from the sentence around them', () => {
    for (const [, html] of english) {
      for (const name of [ordinaryNames.party, ordinaryNames.account]) {
        const unwrapped = html
          .slice(html.indexOf('<body'))
          .replace(/<bdi[^>]*>.*?<\/bdi>/g, '')
          .replace(/"[^"]*"/g, '""');
        expect(unwrapped).not.toContain(name);
      }
    }
  });
});

describe('every page of an authorization', () => {
  const outside = /^(error-busy|logout|home)/;
  const inside = all.filter(([name]) => !outside.test(name));

  test.each(inside)('%s names the relying party', (_name, html) => {
    expect(textOf(html)).toContain(ordinaryNames.party);
  });
});
