/** The catalogues of the lists of an account, by language: sessions, applications, activity. */
import type { Locale } from '../../language/locale.js';
import { type ActivityMessages, enActivity } from './en-activity.js';
import { type AppsMessages, enApps } from './en-apps.js';
import { enSessions, type SessionsMessages } from './en-sessions.js';
import { nlActivity } from './nl-activity.js';
import { nlApps } from './nl-apps.js';
import { nlSessions } from './nl-sessions.js';

const sessions: Readonly<Record<Locale, SessionsMessages>> = { en: enSessions, nl: nlSessions };
const apps: Readonly<Record<Locale, AppsMessages>> = { en: enApps, nl: nlApps };
const activity: Readonly<Record<Locale, ActivityMessages>> = { en: enActivity, nl: nlActivity };

export function sessionsMessages(locale: Locale): SessionsMessages {
  return sessions[locale];
}

export function appsMessages(locale: Locale): AppsMessages {
  return apps[locale];
}

export function activityMessages(locale: Locale): ActivityMessages {
  return activity[locale];
}
