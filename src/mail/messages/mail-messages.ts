/** What a language must have words for. */
import type { MailKind } from '../../audit/mail-kind.js';

/** What the words of one mail may use. Plain text; whoever shows it escapes it. */
export interface MailFacts {
  /** Who runs the server, as people know it. */
  readonly brand: string;
  /** How often it happened. */
  readonly events: number;
  readonly backupCodesLeft: number;
  /** End of a grace period, in words, and the days until then. */
  readonly deadline: string;
  readonly daysLeft: number;
  /** Why a password reset was sent without having been asked for. */
  readonly isAfterReport: boolean;
  /** The first password of an account that an administrator made. */
  readonly isFirstPassword: boolean;
}

/** One kind of mail. */
export interface MailWords {
  /** Says what happened. Holds nothing that a person chose. */
  readonly subject: (facts: MailFacts) => string;
  readonly body: (facts: MailFacts) => readonly string[];
  /** Text of the mail's link, where it has one of its own. */
  readonly link?: string;
}

export interface MailMessages {
  readonly labels: {
    readonly account: string;
    readonly factor: string;
    readonly time: string;
    readonly browser: string;
    readonly address: string;
    readonly concerned: string;
  };
  /** Under what another person did to the account. */
  readonly byAdministrator: string;
  readonly nothingToDo: string;
  readonly notMe: string;
  readonly notMeExplained: string;
  readonly sentBy: (brand: string) => string;
  readonly kinds: Readonly<Record<MailKind, MailWords>>;
}
