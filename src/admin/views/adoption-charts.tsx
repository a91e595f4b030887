/** Adoption as pictures, each beside a table that says the same: drawn on the server, coloured by the stylesheet. */
import type { DayOfAdoption } from '../../census/adoption-overview-store.js';
import type { StandingCounts } from '../../census/census.js';
import { activeAccounts, barParts, type DrawnStanding, drawnStandings, linePoints } from '../adoption-shares.js';

/** One bar, all accounts that can sign in. Stretched to its place: lengths are percents. */
export function AdoptionBar({ counts, label }: { readonly counts: StandingCounts; readonly label: string }) {
  return (
    <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={label}>
      {barParts(counts).map(({ standing, x, width }) => (
        <rect key={standing} class={`fill ${standing}`} x={x} y="0" width={width} height="10" />
      ))}
    </svg>
  );
}

/** The colour of a standing, and the dashes of its line, beside its name. */
export function Swatch({ standing, isLine = false }: { readonly standing: DrawnStanding; readonly isLine?: boolean }) {
  return (
    <svg class="swatch" viewBox="0 0 20 12" width="20" height="12" aria-hidden="true">
      {isLine ? (
        <path class={`line ${standing}`} d="M0 6H20" />
      ) : (
        <rect class={`fill ${standing}`} width="20" height="12" rx="2" />
      )}
    </svg>
  );
}

/** Standings whose lines are drawn: all but those of whom nothing is required, who would press the others flat. */
export const lineStandings: readonly DrawnStanding[] = ['enrolled', 'in_grace', 'overdue'];

/** Days up to which each gets a dot. */
const dottedDays = 31;

/** A line for each standing. Strokes keep their width however it is stretched. */
export function AdoptionLines({ days, label }: { readonly days: readonly DayOfAdoption[]; readonly label: string }) {
  const most = mostAccounts(days);
  return (
    <svg class="chart lines" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={label}>
      {[0, 25, 50, 75, 100].map((y) => (
        <path key={y} class="grid" d={`M0 ${y}H100`} />
      ))}
      {lineStandings.map((standing) => {
        const points = linePoints(days, standing, most);
        const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
        return (
          <g key={standing}>
            <path class={`line ${standing}`} d={path} />
            {days.length <= dottedDays && (
              <path class={`dots ${standing}`} d={points.map(({ x, y }) => `M${x} ${y}h0`).join('')} />
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** The number at the upper edge of the lines. */
export function mostAccounts(days: readonly DayOfAdoption[]): number {
  return Math.max(1, ...days.map(activeAccounts));
}

/** Names and numbers of the bar in one sentence. */
export function barInWords(counts: StandingCounts, names: Readonly<Record<DrawnStanding, string>>): string {
  return drawnStandings.map((standing) => `${names[standing]} ${counts[standing]}`).join(', ');
}
