/** Every page in every variant, with ordinary names or hostile ones: for the tests of this folder. */
import { backupCodeQuestionPage } from '../../interactions/views/backup-code-question-page.js';
import { backupCodesPage } from '../../interactions/views/backup-codes-page.js';
import { challengePage } from '../../interactions/views/challenge-page.js';
import { consentPage } from '../../interactions/views/consent-page.js';
import { deviceCodePage, deviceConfirmPage, deviceSuccessPage } from '../../interactions/views/device-pages.js';
import { enrolmentExpiredPage } from '../../interactions/views/enrolment-expired-page.js';
import { enrolmentPage } from '../../interactions/views/enrolment-page.js';
import { errorPage } from '../../interactions/views/error-page.js';
import { expiredPage } from '../../interactions/views/expired-page.js';
import { codeError, passwordError, savedError } from '../../interactions/views/field-errors.js';
import { goOnPage } from '../../interactions/views/go-on-page.js';
import { handedOverPage } from '../../interactions/views/handed-over-page.js';
import { homePage } from '../../interactions/views/home-page.js';
import { logoutPage, signedOutPage } from '../../interactions/views/logout-pages.js';
import { noticeFor } from '../../interactions/views/notices.js';
import type { InteractionProps } from '../../interactions/views/page-context.js';
import { passwordPage } from '../../interactions/views/password-page.js';
import { reminderPage } from '../../interactions/views/reminder-page.js';
import type { Locale } from '../../src/language/locale.js';
import type { BackupCodeQuestion } from '../../src/login/backup-code-question.js';
import { qrCodeSvg } from '../../src/mfa/qr-code.js';

/** What people and operators chose. */
export interface Names {
  readonly brand: string;
  readonly party: string;
  readonly account: string;
  readonly issuer: string;
  readonly factor: string;
}

export const ordinaryNames: Names = {
  brand: 'Countersign',
  party: 'Harbour Mail',
  account: 'ada.lovelace@example.org',
  issuer: 'login.example.org',
  factor: 'Work phone',
};

const markup = `"><script>alert(1)</script><img src=x onerror=alert(2)>' style='x`;
/** Markup, emoji, quotes and marks that turn the direction of the text. */
export const hostileNames: Names = {
  brand: `B${markup}`,
  party: `\u202eP${markup}👩‍💻`,
  account: `a${markup}@example.org`,
  issuer: `I:${markup}`,
  factor: `\u200fF${markup}`,
};

export const sampleNow = new Date('2025-11-21T10:00:00Z');
export const sampleCodes = [
  'abc12-def34',
  'k7m2p-9qrst',
  '0x1y2-z3w4v',
  'hj6k8-m2n4p',
  'q5r7s-t9v1w',
  'x3y5z-a7b9c',
  'd1e3f-g5h7j',
  'mmmmm-wwwww',
  'n4p6q-r8s0t',
  'v2w4x-y6z8a',
];
const uri = 'otpauth://totp/login.example.org:ada%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=login';
const logoutForm =
  '<form id="op.logoutForm" method="post" action="https://login.example.org/logout/confirm"><input type="hidden" name="xsrf" value="abc"/></form>';
/** As oidc-provider's user_code_form.js writes them. */
export const deviceInputForm = `<form id="op.deviceInputForm" novalidate method="post" action="https://login.example.org/device">
  <input type="hidden" name="xsrf" value="xyz"/>
  <input
    value="bcd&quot;f" type="text" name="user_code" placeholder="Enter code" onfocus="this.select(); this.onfocus = undefined;" autofocus autocomplete="off"></input>
  </form>`;
const goOnForm =
  '<form id="op.goOnForm" method="post" action="https://login.example.org/logout/confirm"><input type="hidden" name="logout" value="yes"/></form>';
const deviceConfirmForm =
  '<form id="op.deviceConfirmForm" method="post" action="https://login.example.org/device"><input type="hidden" name="xsrf" value="xyz"/></form>';

/** Name of the variant and the document. */
export type Sample = readonly [name: string, html: string];

/** All pages in one language. */
export async function samplePages(locale: Locale, names: Names = ordinaryNames): Promise<readonly Sample[]> {
  const page: InteractionProps = {
    locale,
    brand: { name: names.brand },
    relyingParty: { name: names.party, policyUrl: 'https://rp.example/privacy', termsUrl: 'https://rp.example/terms' },
    action: '/interaction/abcdef',
    csrf: 'csrf-token',
  };
  const { account, issuer } = names;
  const now = sampleNow;
  const deadline = new Date('2025-12-03T09:00:00Z');
  const challenge = { ...page, account, issuer, method: 'totp', hasBackupCodes: true } as const;
  const key = { uri, seed: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', qrSvg: await qrCodeSvg(uri) };
  const enrolment = { ...page, now, account, issuer, key, digits: 6, periodSeconds: 30 };
  const codes = { ...page, issuer, account, madeAt: now, codes: sampleCodes };
  const warned = noticeFor(locale, { about: 'sign_in_again' });
  const password = { ...page, forgotPasswordUrl: '/account/forgot-password', helpUrl: '/account/help' };
  const question = (asked: BackupCodeQuestion) => backupCodeQuestionPage({ ...page, account, question: asked });
  return [
    ['password', passwordPage(password)],
    ['password-hint', passwordPage({ ...password, email: account, signUpUrl: '/account/sign-up' })],
    ['password-known', passwordPage({ ...password, email: account, isKnownAccount: true })],
    [
      'password-refused',
      passwordPage({ ...password, email: account, error: passwordError(locale, { because: 'wrong_credentials' }) }),
    ],
    [
      'password-locked',
      passwordPage({
        ...password,
        email: account,
        error: passwordError(locale, { because: 'locked_out', retryAfterSeconds: 1700 }),
        notice: noticeFor(locale, { about: 'too_many_codes' }),
      }),
    ],
    ['challenge', challengePage(challenge)],
    ['challenge-named', challengePage({ ...challenge, factorName: names.factor, hasBackupCodes: false })],
    ['challenge-backup', challengePage({ ...challenge, method: 'backup_code' })],
    [
      'challenge-clock',
      challengePage({
        ...challenge,
        error: codeError(locale, { because: 'clock_off', offsetMinutes: -4, attemptsLeft: 2 }),
      }),
    ],
    [
      'challenge-used-backup-code',
      challengePage({
        ...challenge,
        method: 'backup_code',
        error: codeError(locale, { because: 'backup_code_used', attemptsLeft: 1 }),
      }),
    ],
    [
      'challenge-blocked',
      challengePage({
        ...challenge,
        error: codeError(locale, { because: 'too_many_attempts', retryAfterSeconds: 40_000 }),
      }),
    ],
    [
      'enrolment',
      enrolmentPage({
        ...enrolment,
        name: names.factor,
        requirement: { by: 'organization', deadline },
        isOptional: true,
      }),
    ],
    [
      'enrolment-refused',
      enrolmentPage({
        ...enrolment,
        requirement: { by: 'relying_party' },
        canSignOut: true,
        error: codeError(locale, { because: 'wrong_code' }),
      }),
    ],
    ['handed-over', handedOverPage({ ...page, account, issuer })],
    [
      'handed-over-blocked',
      handedOverPage({
        ...page,
        account,
        issuer,
        error: codeError(locale, { because: 'too_many_attempts', retryAfterSeconds: null }),
      }),
    ],
    ['enrolment-expired', enrolmentExpiredPage({ ...page, account })],
    ['backup-codes', backupCodesPage(codes)],
    ['backup-codes-gone', backupCodesPage({ ...codes, codes: 'no_longer_shown', error: savedError(locale) })],
    ['codes-left', question({ about: 'used', remaining: 6, canMakeNew: false })],
    ['codes-left-few', question({ about: 'used', remaining: 3, canMakeNew: false })],
    ['codes-low', question({ about: 'low', remaining: 1, canMakeNew: true })],
    ['codes-low-elsewhere', question({ about: 'low', remaining: 0, canMakeNew: false })],
    ['codes-check', question({ about: 'check', remaining: 7, canMakeNew: true })],
    ['reminder', reminderPage({ ...page, now, account, requirement: { by: 'organization', deadline } })],
    ['reminder-encouraged', reminderPage({ ...page, now, account, notice: warned })],
    [
      'consent',
      consentPage({
        ...page,
        account,
        notice: noticeFor(locale, { about: 'second_factor_enabled' }),
        items: [
          { scope: 'openid' },
          { scope: 'profile' },
          { scope: 'email' },
          { scope: 'offline_access' },
          { scope: 'admin:read' },
          { scope: names.factor, resource: `https://files.example/${names.party}` },
        ],
      }),
    ],
    [
      'error',
      errorPage({
        ...page,
        failure: 'invalid_request',
        technical: `invalid_redirect_uri: ${names.party}`,
        requestId: '0198f0c2-7a4e',
        ways: [{ href: 'https://rp.example/', text: names.party }],
      }),
    ],
    ['error-busy', errorPage({ ...page, relyingParty: undefined, failure: 'unavailable', retryAfterSeconds: 5 })],
    ['expired', expiredPage({ ...page, because: 'over', startAgainUrl: 'https://rp.example/login' })],
    ['expired-form', expiredPage({ ...page, because: 'other_tab', way: { href: '/logout', text: 'Sign out' } })],
    ['go-on', goOnPage({ ...page, formHtml: goOnForm })],
    ['logout', logoutPage({ ...page, relyingParty: undefined, formHtml: logoutForm })],
    ['signed-out', signedOutPage(page)],
    ['device-code', deviceCodePage({ ...page, formHtml: deviceInputForm, error: 'wrong_code' })],
    [
      'device-confirm',
      deviceConfirmPage({ ...page, formHtml: deviceConfirmForm, clientName: names.party, userCode: 'BCDF-GHJK' }),
    ],
    ['device-success', deviceSuccessPage({ ...page, clientName: names.party })],
    [
      'home',
      homePage({
        ...page,
        relyingParty: undefined,
        accountUrl: '/account',
        discoveryUrl: '/.well-known/openid-configuration',
      }),
    ],
  ];
}
