/** The rules of architecture.test.ts as pure functions over source text: each returns a sentence per violation. */
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** One import or re-export. */
export interface Import {
  /** As written: `./account.js`, `kysely`. */
  readonly specifier: string;
  /** Whether only types are taken: nothing is loaded when the program runs. */
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly hasDefaultExport: boolean;
  readonly readsEnvironment: boolean;
  readonly readsClock: boolean;
}

/** Left to right: a file may import from its own place and from any place before it. Places in one row are strangers. */
const importLine: readonly (readonly string[])[] = [
  ['clock'],
  ['language'],
  ['settings'],
  ['secrets'],
  ['migrations'],
  ['database'],
  ['audit'],
  ['accounts'],
  ['lockout'],
  ['mfa'],
  ['census'],
  ['login'],
  ['mail'],
  ['oidc'],
  ['http'],
  ['administration'],
  ['views'],
  ['interactions', 'account', 'admin', 'api'],
  ['cli'],
  ['server'],
  ['main'],
];

const lineInWords = importLine.map((row) => row.join(' | ')).join(' → ');

/** Files that open, finish or abort an interaction, listen to the engine, or compose the server. */
const engineFiles = new Set([
  'interactions/engine-pages.ts',
  'interactions/open-interaction.ts',
  'interactions/parts.ts',
  'src/http/engine-audit.ts',
  'src/server.ts',
]);

/** Reads what the rules need of one file. */
export function readSource(path: string, text: string): SourceFile {
  const root = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const imports: Import[] = [];
  let hasDefaultExport = false;
  let readsEnvironment = false;
  let readsClock = false;
  const visit = (node: ts.Node): void => {
    const taken = importOf(node);
    if (taken) imports.push(taken);
    if (isDefaultExport(node)) hasDefaultExport = true;
    const written = node.getText(root);
    if (ts.isPropertyAccessExpression(node) && written === 'process.env') readsEnvironment = true;
    if (ts.isCallExpression(node) && node.expression.getText(root) === 'Date.now') readsClock = true;
    if (ts.isNewExpression(node) && node.expression.getText(root) === 'Date' && !node.arguments?.length)
      readsClock = true;
    ts.forEachChild(node, visit);
  };
  visit(root);
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return { path, lines, imports, hasDefaultExport, readsEnvironment, readsClock };
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause;
    const named = clause?.namedBindings;
    const allNamesAreTypes =
      clause?.name === undefined &&
      named !== undefined &&
      ts.isNamedImports(named) &&
      named.elements.length > 0 &&
      named.elements.every((element) => element.isTypeOnly);
    return { specifier: node.moduleSpecifier.text, isTypeOnly: clause?.isTypeOnly === true || allNamesAreTypes };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, isTypeOnly: node.isTypeOnly };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [target] = node.arguments;
    if (target && ts.isStringLiteral(target)) return { specifier: target.text, isTypeOnly: false };
  }
  return undefined;
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  );
}

/** The place of a file on the import line. */
function placeOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top === 'interactions') return second === 'views' ? 'views' : 'interactions';
  if (top !== 'src') return top;
  if (path === 'src/clock.ts' || path === 'src/main.ts') return second.replace('.ts', '');
  return second.endsWith('.ts') ? 'server' : second;
}

/** The file an import of ours names, whether it is written as `.ts` or `.tsx`; undefined for packages. */
function targetOf(from: string, { specifier }: Import, paths: ReadonlySet<string>): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const bare = normalize(join(dirname(from), specifier)).replace(/\.js$/, '');
  return paths.has(`${bare}.tsx`) ? `${bare}.tsx` : `${bare}.ts`;
}

/** Imports that go to the right on the line, sideways, or to a place that is not on it. */
export function importLineViolations(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  const rank = (place: string) => importLine.findIndex((row) => row.includes(place));
  return files.flatMap((file) => {
    const place = placeOf(file.path);
    if (rank(place) < 0) return [`${file.path}: '${place}' has no place on the import line ${lineInWords}`];
    return file.imports.flatMap((imported) => {
      const target = targetOf(file.path, imported, paths);
      if (target === undefined || placeOf(target) === place || rank(placeOf(target)) < 0) return [];
      if (rank(placeOf(target)) < rank(place)) return [];
      return [
        `${file.path} imports ${target}, but '${placeOf(target)}' is not to the left of '${place}'. ` +
          `A file imports from its own folder or from folders to its left: ${lineInWords}. ` +
          'Move what both need to the left, or pass it in as a parameter.',
      ];
    });
  });
}

/** Packages that only certain files may use. */
export function packageViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const uses = (name: string) =>
      imports.some(({ specifier }) => specifier === name || specifier.startsWith(`${name}/`));
    const mayQuery = path.endsWith('-store.ts') || ['database', 'migrations'].includes(placeOf(path));
    const mayUseEngine = placeOf(path) === 'oidc' || engineFiles.has(path);
    return [
      ...(uses('kysely') && !mayQuery
        ? [`${path} imports kysely. SQL lives in *-store.ts, src/database/ and migrations/ only: ask a store instead.`]
        : []),
      ...(uses('oidc-provider') && !mayUseEngine
        ? [`${path} imports oidc-provider. Only src/oidc/ and these few files do: ${[...engineFiles].join(', ')}.`]
        : []),
      ...(uses('pg') || uses('@electric-sql/pglite')
        ? placeOf(path) === 'database'
          ? []
          : [`${path} opens a database by itself. Only src/database/ does.`]
        : []),
    ];
  });
}

/** What is read from outside the program: the environment and the clock. */
export function outsideViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, readsEnvironment, readsClock }) => {
    const mayReadEnvironment = placeOf(path) === 'settings' || path === 'src/main.ts' || path === 'src/cli/main.ts';
    return [
      ...(readsEnvironment && !mayReadEnvironment
        ? [`${path} reads process.env. Settings are read once, in src/settings, and passed in.`]
        : []),
      ...(readsClock && path !== 'src/clock.ts'
        ? [`${path} reads the clock. Take \`now: Date\` or a Clock instead, so that tests can choose the hour.`]
        : []),
    ];
  });
}

/** Size, exports and names. */
export function shapeViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, lines, hasDefaultExport }) => {
    const folder = dirname(path)
      .split('/')
      .find((name) => /^(utils?|helpers?|common|lib|core|shared|misc)$/.test(name));
    return [
      ...(lines > 250 ? [`${path} has ${lines} lines; 250 are the limit. Which second thing does it do?`] : []),
      ...(hasDefaultExport ? [`${path} has a default export. Exports have names, the same everywhere.`] : []),
      ...(folder ? [`${path}: a folder called '${folder}' says nothing. Name it after what it owns.`] : []),
    ];
  });
}

/** Circles of files that need each other, types included: each once, beginning with its first file by name. */
export function cycleViolations(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  const targets = new Map(
    files.map((file) => [file.path, file.imports.flatMap((taken) => targetOf(file.path, taken, paths) ?? [])]),
  );
  const found = new Map<string, string>();
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const circle = trail.slice(at);
      found.set(
        circle.toSorted().join(),
        `${[...circle, path].join(' → ')}: these files need each other. Move what both need into a third.`,
      );
      return;
    }
    if (done.has(path)) return;
    for (const target of targets.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of [...paths].toSorted()) walk(path, []);
  return [...found.values()];
}
