/** The ways to the other pages of a list. */

/** Nothing when the list has one page only. `path` is that of the list, without a query. */
export function Pager({
  path,
  isFirst,
  next,
  texts,
}: {
  readonly path: string;
  readonly isFirst: boolean;
  readonly next: string | null;
  readonly texts: { readonly pages: string; readonly first: string; readonly next: string };
}) {
  if (isFirst && next === null) return null;
  return (
    <nav class="pager" aria-label={texts.pages}>
      {!isFirst && <a href={path}>{texts.first}</a>}
      {next !== null && (
        <a href={`${path}?cursor=${next}`} rel="next">
          {texts.next}
        </a>
      )}
    </nav>
  );
}
