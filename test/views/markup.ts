/** Reads HTML as far as the tests need it: a list of tags with their attributes, and the text between them. */

export interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  readonly attributes: ReadonlyMap<string, string>;
}

const tagPattern = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[^\s"'>/=]+(?:="[^"]*")?)*)\s*\/?>/g;

/** Every tag in order. Quotes are double in what our renderer writes. */
export function tagsOf(html: string): readonly Tag[] {
  return [...html.matchAll(tagPattern)].map(([, slash, name = '', attributes = '']) => ({
    name: name.toLowerCase(),
    isEnd: slash === '/',
    attributes: new Map(
      [...attributes.matchAll(/([^\s"'>/=]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [
        key,
        decoded(value),
      ]),
    ),
  }));
}

/** The opening tags of one kind. */
export function tagsNamed(html: string, name: string): readonly Tag[] {
  return tagsOf(html).filter((tag) => tag.name === name && !tag.isEnd);
}

/** Tags and names of attributes, without anything that people chose: must not depend on it. */
export function skeletonOf(html: string): string {
  return tagsOf(html)
    .map(({ name, isEnd, attributes }) => `<${isEnd ? '/' : ''}${[name, ...attributes.keys()].join(' ')}>`)
    .join('\n');
}

/** What a person reads, on one line. */
export function textOf(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return decoded(body.replace(/<\/?(?:bdi|strong|span|code|b|a)\b[^>]*>/g, '').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

/** The document's title. */
export function titleOf(html: string): string {
  return decoded(/<title>(.*?)<\/title>/.exec(html)?.[1] ?? '');
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
