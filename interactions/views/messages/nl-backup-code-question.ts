/** The sentences about the backup codes that are left, at the end of a sign-in, in Dutch. */
import type { BackupCodeQuestionMessages } from './en-backup-code-question.js';

/** The part of the Dutch catalogue about the backup codes that are left. */
export const nlBackupCodeQuestion: BackupCodeQuestionMessages = {
  usedTitle: 'Je back-upcodes',
  used: (left) => `Je hebt een back-upcode gebruikt. Nog ${left} over.`,
  usedHelp: 'Hij werkt geen tweede keer: streep hem door op je lijst.',
  fewHelp:
    'Maak nieuwe zodra je je authenticator-app bij de hand hebt: in je account, onder Beveiliging, bij Back-upcodes.',
  lowTitle: (left) =>
    left === 0
      ? 'Je hebt geen back-upcodes meer'
      : `Je hebt nog maar ${left} ${left === 1 ? 'back-upcode' : 'back-upcodes'}`,
  lowHelp:
    'Met een back-upcode kun je inloggen als je je telefoon niet bij je hebt. Zonder code kom je er dan niet in.',
  makeNewReplaces: 'Nieuwe codes vervangen de oude; die werken daarna niet meer.',
  makeNewElsewhere: 'Je kunt nieuwe maken in je account, onder Beveiliging, bij Back-upcodes.',
  checkTitle: 'Heb je je back-upcodes nog?',
  check: (left) =>
    `Je hebt er nog ${left}. Met zo’n code kun je inloggen als je je telefoon niet bij je hebt. Kijk even of je ze kunt vinden.`,
  hasThem: 'Ja, ik heb ze nog',
  makeNew: 'Nieuwe codes maken',
  notNow: 'Niet nu',
};
