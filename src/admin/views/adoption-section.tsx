/** How many accounts have a second factor, now and over time, by role and by group: pictures and tables. */

import { UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { AdoptionOverview } from '../../census/adoption-overview-store.js';
import type { NamedCounts } from '../../census/census.js';
import { formatsFor, languageTags } from '../../language/formats.js';
import type { Locale } from '../../language/locale.js';
import { activeAccounts, type DrawnStanding, drawnStandings, percentOf, sampledDays } from '../adoption-shares.js';
import { dashboardMessages } from '../messages/dashboard-catalogue.js';
import { AdoptionBar, AdoptionLines, barInWords, lineStandings, mostAccounts, Swatch } from './adoption-charts.js';

interface AdoptionProps {
  readonly adoption: AdoptionOverview;
  readonly locale: Locale;
}

/** Rows of the table of days. */
const tableDays = 7;

const numbersOf = (locale: Locale) => {
  const [number, percent] = [{}, { style: 'percent' as const }].map(
    (options) => new Intl.NumberFormat(languageTags[locale], options),
  );
  return {
    number: (count: number) => number?.format(count) ?? String(count),
    percent: (whole: number) => percent?.format(whole / 100) ?? `${whole} %`,
  };
};

export function AdoptionNow({ adoption: { latest, takenAt }, locale }: AdoptionProps) {
  const texts = dashboardMessages(locale);
  const { number, percent } = numbersOf(locale);
  const total = activeAccounts(latest);
  const enrolled = percent(percentOf(latest.enrolled, total));
  return (
    <section class="panel" aria-labelledby="adoption">
      <h2 id="adoption">{texts.adoption}</h2>
      <p>
        <strong class="big-number">{enrolled}</strong> <span class="hint">{texts.share}</span>
      </p>
      <AdoptionBar counts={latest} label={texts.barOf(barInWords(latest, texts.standings))} />
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{texts.columns.standing}</th>
            <th scope="col" class="number">
              {texts.columns.accounts}
            </th>
            <th scope="col" class="number">
              {texts.columns.share}
            </th>
          </tr>
        </thead>
        <tbody>
          {drawnStandings.map((standing) => (
            <tr key={standing}>
              <th scope="row">
                <Swatch standing={standing} /> {texts.standings[standing]}
                <span class="hint">{`, ${texts.means[standing]}`}</span>
              </th>
              <td class="number" data-label={texts.columns.accounts}>
                {number(latest[standing])}
              </td>
              <td class="number" data-label={texts.columns.share}>
                {percent(percentOf(latest[standing], total))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">
        {texts.asOf(<Moment at={takenAt} locale={locale} />)}{' '}
        {latest.pending + latest.disabled > 0 && texts.others(number(latest.pending), number(latest.disabled))}
      </p>
    </section>
  );
}

export function AdoptionOverTime({ adoption: { days }, locale }: AdoptionProps) {
  const texts = dashboardMessages(locale);
  const { number } = numbersOf(locale);
  const { fullDate } = formatsFor(locale);
  const dateOf = (day: string) => fullDate(new Date(`${day}T00:00:00Z`));
  const [first = '', last = ''] = [days[0]?.day, days.at(-1)?.day].map((day) => (day === undefined ? '' : dateOf(day)));
  return (
    <section class="panel" aria-labelledby="over-time">
      <h2 id="over-time">{texts.overTime}</h2>
      <div>
        <p class="hint">{texts.most(number(mostAccounts(days)))}</p>
        <AdoptionLines days={days} label={texts.lineOf(first, last)} />
        <p class="hint chart-days">
          <span>{first}</span>
          {first !== last && <span>{last}</span>}
        </p>
      </div>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{texts.columns.day}</th>
            {lineStandings.map((standing) => (
              <th key={standing} scope="col" class="number">
                <Swatch standing={standing} isLine /> {texts.standings[standing]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sampledDays(days, tableDays).map((counts) => (
            <tr key={counts.day}>
              <th scope="row">
                <time datetime={counts.day}>{dateOf(counts.day)}</time>
              </th>
              {lineStandings.map((standing) => (
                <td key={standing} class="number" data-label={texts.standings[standing]}>
                  {number(counts[standing])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Nothing where there are none. */
export function AdoptionBy({
  of,
  named,
  locale,
}: {
  readonly of: 'role' | 'group';
  readonly named: readonly NamedCounts[];
  readonly locale: Locale;
}) {
  const texts = dashboardMessages(locale);
  const { number } = numbersOf(locale);
  if (named.length === 0) return null;
  const title = of === 'role' ? texts.byRole : texts.byGroup;
  const cell = (counts: NamedCounts, standing: DrawnStanding) => (
    <td key={standing} class="number" data-label={texts.standings[standing]}>
      {number(counts[standing])}
    </td>
  );
  return (
    <section class="panel" aria-labelledby={`by-${of}`}>
      <h2 id={`by-${of}`}>{title}</h2>
      <table class="table">
        <caption>{texts.mostOverdue}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.columns[of]}</th>
            {drawnStandings.map((standing) => (
              <th key={standing} scope="col" class="number">
                {texts.standings[standing]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {named.map((counts) => (
            <tr key={counts.name}>
              <th scope="row">
                <UserText>{counts.name}</UserText>
                <AdoptionBar counts={counts} label={texts.barOf(barInWords(counts, texts.standings))} />
              </th>
              {drawnStandings.map((standing) => cell(counts, standing))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
