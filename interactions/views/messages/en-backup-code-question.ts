/** The sentences about the backup codes that are left, at the end of a sign-in, in English. "You used…": screens.md. */

/** The part of the English catalogue about the backup codes that are left. */
export const enBackupCodeQuestion = {
  usedTitle: 'Your backup codes',
  used: (left: number) => `You used a backup code. ${left} left.`,
  usedHelp: 'It does not work a second time: cross it off your list.',
  fewHelp:
    'Make new ones as soon as you have your authenticator app at hand: in your account, under Security, then Backup codes.',
  lowTitle: (left: number) =>
    left === 0 ? 'You have no backup codes left' : `You have only ${left} backup ${left === 1 ? 'code' : 'codes'} left`,
  lowHelp: 'With a backup code you can sign in when you do not have your phone. Without one, you would be locked out.',
  makeNewReplaces: 'New codes replace the old ones, which then stop working.',
  makeNewElsewhere: 'You can make new ones in your account, under Security, then Backup codes.',
  checkTitle: 'Do you still have your backup codes?',
  check: (left: number) =>
    `You have ${left} left. With one of them you can sign in when you do not have your phone. Take a moment to look whether you can find them.`,
  hasThem: 'Yes, I have them',
  makeNew: 'Make new codes',
  notNow: 'Not now',
};

/** What every language must say about the backup codes that are left. */
export type BackupCodeQuestionMessages = typeof enBackupCodeQuestion;
