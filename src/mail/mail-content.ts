/** What a mail says, in the person's language, before it is laid out. Pure. */
import { type MailKind, noticeKinds } from '../audit/mail-kind.js';
import { deviceInWords } from '../language/device-in-words.js';
import { formatsFor, languageTags } from '../language/formats.js';
import { chooseLocale, type Locale } from '../language/locale.js';
import { enMails } from './messages/en.js';
import type { MailFacts, MailMessages } from './messages/mail-messages.js';
import { nlMails } from './messages/nl.js';
import type { DueMail } from './post-room-store.js';

const catalogues: Readonly<Record<Locale, MailMessages>> = { en: enMails, nl: nlMails };

/** A mail in words. All of it plain text. */
export interface MailContent {
  readonly locale: Locale;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly closing: readonly string[];
  readonly link: { readonly text: string; readonly path: string; readonly hint: string | undefined } | undefined;
  readonly sentBy: string;
}

/** Where a kind's own link leads, and whether it works only with the mail's token. */
const links: Partial<Readonly<Record<MailKind, { readonly path: string; readonly hasToken: boolean }>>> = {
  factor_wanted: { path: '/account/security', hasToken: false },
  grace_reminder: { path: '/account/security', hasToken: false },
  password_reset: { path: '/account/reset-password', hasToken: true },
  activation: { path: '/account/activate', hasToken: true },
  sign_up_known_address: { path: '/account/forgot-password', hasToken: false },
  account_activated: { path: '/account', hasToken: false },
};

/** To administrators, about somebody else's account. */
const aboutOthers: readonly MailKind[] = ['compromise_reported', 'approval_wanted'];

/** Whether the mail is worth nothing once its link does not work. */
export function livesByItsLink(kind: MailKind): boolean {
  return links[kind]?.hasToken ?? false;
}

/** Also says what happened on the page that a mail's link leads to. */
export function mailSubject(mail: Pick<DueMail, 'kind' | 'detail'>, locale: Locale): string {
  const facts = { ...noFacts, events: eventsOf(mail.detail) };
  return catalogues[locale].kinds[mail.kind].subject(facts);
}

export interface ContentOptions {
  readonly brand: string;
  /** The token of the mail's link. */
  readonly token: string;
  readonly now: Date;
}

export function mailContent(mail: DueMail, { brand, token, now }: ContentOptions): MailContent {
  const locale = chooseLocale({ uiLocales: mail.account.locale ?? undefined });
  const messages = catalogues[locale];
  const words = messages.kinds[mail.kind];
  const isNotice = (noticeKinds as readonly MailKind[]).includes(mail.kind);
  const facts = factsOf(mail, { brand, locale, now });
  const query = `?${new URLSearchParams({ token })}`;
  const own = links[mail.kind];
  return {
    locale,
    subject: words.subject(facts),
    paragraphs: [...words.body(facts), ...(mail.detail.by_other === true ? [messages.byAdministrator] : [])],
    facts: lines(mail, messages, { locale, isNotice }),
    closing: isNotice ? [messages.nothingToDo] : [],
    link: isNotice
      ? { text: messages.notMe, path: `/account/not-me${query}`, hint: messages.notMeExplained }
      : own && { text: words.link ?? '', path: own.hasToken ? `${own.path}${query}` : own.path, hint: undefined },
    sentBy: messages.sentBy(brand),
  };
}

const noFacts: MailFacts = {
  brand: '',
  events: 1,
  backupCodesLeft: 0,
  deadline: '',
  daysLeft: 0,
  isAfterReport: false,
  isFirstPassword: false,
};

function factsOf(
  { detail, backupCodesLeft }: DueMail,
  { brand, locale, now }: { readonly brand: string; readonly locale: Locale; readonly now: Date },
): MailFacts {
  const deadline = typeof detail.deadline === 'string' ? new Date(detail.deadline) : now;
  return {
    brand,
    events: eventsOf(detail),
    backupCodesLeft,
    deadline: formatsFor(locale).fullDate(deadline),
    daysLeft: Math.max(1, Math.ceil((deadline.getTime() - now.getTime()) / 86_400_000)),
    isAfterReport: detail.because === 'compromise_reported',
    isFirstPassword: detail.because === 'account_created',
  };
}

/** What stands below the sentences: whose account, what, when, from where. */
function lines(
  { kind, account, detail, createdAt }: DueMail,
  { labels }: MailMessages,
  { locale, isNotice }: { readonly locale: Locale; readonly isNotice: boolean },
): { label: string; value: string }[] {
  if (aboutOthers.includes(kind)) {
    return [
      { label: labels.concerned, value: textOf(detail.concerned) },
      { label: labels.time, value: momentInWords(createdAt, locale) },
    ];
  }
  const all = [{ label: labels.account, value: account.email }];
  if (!isNotice) return all;
  const [factor, address] = [textOf(detail.factor), textOf(detail.ip)];
  if (factor !== '') all.push({ label: labels.factor, value: factor });
  all.push({ label: labels.time, value: momentInWords(createdAt, locale) });
  if (detail.by_other !== true)
    all.push({ label: labels.browser, value: deviceInWords(textOf(detail.user_agent), locale) });
  if (address !== '') all.push({ label: labels.address, value: address });
  return all;
}

/** "21 November 2026 at 10:27 UTC". Nobody has told us where the person lives. */
export function momentInWords(moment: Date, locale: Locale): string {
  const format = new Intl.DateTimeFormat(languageTags[locale], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return `${format.format(moment)} UTC`;
}

function eventsOf({ events }: DueMail['detail']): number {
  return typeof events === 'number' ? events : 1;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
