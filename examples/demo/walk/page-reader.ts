/** Reads a page as a person without script would: its heading, forms, buttons and links. Enough for pages that are well-formed. */

export interface Input {
  readonly name: string;
  readonly type: string;
  readonly autocomplete: string;
  readonly value: string;
}

export interface Button {
  readonly name: string;
  readonly value: string;
  readonly text: string;
}

export interface Form {
  readonly id: string;
  readonly action: string;
  readonly method: string;
  readonly inputs: Input[];
  readonly buttons: Button[];
}

type Attributes = Readonly<Record<string, string>>;

const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*\/?>/gi;
const attribute = /([^\s=>/]+)(?:="([^"]*)")?/g;

/** All forms, in order. A button or input outside is counted to the form it names. */
export function formsOf(html: string): readonly Form[] {
  const forms: Form[] = [];
  const byId = (id: string | undefined, otherwise: Form | undefined) =>
    id === undefined ? otherwise : forms.find((form) => form.id === id);
  let open: Form | undefined;
  for (const match of html.matchAll(tag)) {
    const [whole, slash, name = '', rest = ''] = match;
    if (slash !== '') {
      if (name === 'form') open = undefined;
      continue;
    }
    const given = attributesOf(rest);
    if (name === 'form') {
      open = { id: given.id ?? '', action: given.action ?? '', method: given.method ?? 'get', inputs: [], buttons: [] };
      forms.push(open);
    } else if (name === 'input') {
      const { name: field = '', type = 'text', autocomplete = '', value = '' } = given;
      byId(given.form, open)?.inputs.push({ name: field, type, autocomplete, value });
    } else if (name === 'textarea') {
      const { name: field = '', autocomplete = '' } = given;
      const value = textOf(html.slice(match.index + whole.length, html.indexOf('</textarea>', match.index)));
      byId(given.form, open)?.inputs.push({ name: field, type: 'textarea', autocomplete, value });
    } else if (name === 'button' && (given.type ?? 'submit') === 'submit') {
      const end = html.indexOf('</button>', match.index);
      const text = textOf(html.slice(match.index + whole.length, end));
      byId(given.form, open)?.buttons.push({ name: given.name ?? '', value: given.value ?? '', text });
    }
  }
  return forms;
}

/** Targets of all links. */
export function linksOf(html: string): readonly string[] {
  return [...html.matchAll(tag)].flatMap(([, slash, name, rest = '']) => {
    const { href } = attributesOf(rest);
    return slash === '' && name === 'a' && href !== undefined ? [href] : [];
  });
}

/** Texts of the `<code>` elements in the page's ordered list. */
export function listedCodesOf(html: string): readonly string[] {
  const list = /<ol[^>]*>(.*?)<\/ol>/s.exec(html.slice(html.search(/<ol[^>]*>\s*<li[^>]*>\s*<code/)))?.[1] ?? '';
  return [...list.matchAll(/<code[^>]*>(.*?)<\/code>/gs)].map(([, code = '']) => textOf(code));
}

/** Text of the element with this id, which must have no other element of its kind inside. */
export function textById(html: string, id: string): string | undefined {
  const found = new RegExp(`<([a-z0-9]+)[^>]* id="${id}"[^>]*>(.*?)</\\1>`, 's').exec(html)?.[2];
  return found === undefined ? undefined : textOf(found);
}

/** The main heading. */
export function headingOf(html: string): string {
  return textOf(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '');
}

/** What there is to read: without tags, white space as it is. */
export function textOf(html: string): string {
  return decoded(html.replace(/<[^>]*>/g, '')).trim();
}

function attributesOf(text: string): Attributes {
  return Object.fromEntries([...text.matchAll(attribute)].map(([, name = '', value = '']) => [name, decoded(value)]));
}

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => characters[name] ?? whole);
}
