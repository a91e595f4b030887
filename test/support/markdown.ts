/** Reads Markdown as far as the tests of the documentation need it. Pure. */

/** What lies between `<!-- name:start -->` and `<!-- name:end -->`, trimmed. Throws when a marker is missing. */
export function between(text: string, name: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`There is no ${start} with ${end} after it.`);
  return text.slice(from + start.length, to).trim();
}

/** Fenced blocks of one language, also indented ones. */
export function codeBlocks(text: string, language: string): readonly string[] {
  const block = new RegExp(`^( *)\`\`\`${language}\\n(.*?)\\n\\1\`\`\`$`, 'gms');
  return [...text.matchAll(block)].map(([, , code = '']) => code);
}

/** Targets of links that stay inside the repository, badges and references included. */
export function linksOf(text: string): readonly string[] {
  const prose = text.replace(/^( *)```.*?^\1```$/gms, '');
  const inline = [...prose.matchAll(/\]\(([^)\s]+)\)/g)];
  const references = [...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  return [...inline, ...references].map(([, target = '']) => target).filter((target) => !/^[a-z]+:/i.test(target));
}

/** The fragments of all headings, as GitHub makes them. */
export function anchorsOf(text: string): readonly string[] {
  return [...text.replace(/^( *)```.*?^\1```$/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The words after `countersign` of each command in shell blocks, and of each that stands complete in the running text. */
export function countersignWords(text: string): readonly (readonly string[])[] {
  const lines = codeBlocks(text, 'sh').flatMap((block) => block.replace(/\\\n\s*/g, ' ').split('\n'));
  const spans = [...text.replace(/^( *)```.*?^\1```$/gms, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...lines, ...spans].flatMap((line) => {
    const [, command] = /(?:^|\$\(|[|] |npx )countersign ([^|<>;#)…]+)(?:$|[|<>;#)])/.exec(line) ?? [];
    return command === undefined ? [] : [shellWords(command)];
  });
}

/** Splits at white space outside quotes, as a shell does with text that has no other signs in it. */
function shellWords(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}
