/** The words and rows that most guessed passwords are made of. Data only: password-policy undoes the usual disguises first. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password passwort wachtwoord motdepasse contrasena parola passw0rd passwd pass default changeme changeit letmein welcome welkom
  willkommen bienvenue admin administrator root user guest test testing temp temporary secret geheim login access master
  qwerty qwertyuiop qwertz qwertzuiop azerty azertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm yxcvbnm qazwsx qazwsxedc wsxedc
  abcdef abcdefg abcdefgh abcabc abc iloveyou loveyou ilove iloveme lovely love sunshine princess monkey dragon football baseball
  basketball hockey soccer superman batman spiderman ironman pokemon naruto starwars skywalker trustno shadow michael jordan
  jennifer jessica charlie daniel thomas andrew joshua matthew anthony robert ashley nicole amanda hannah michelle samantha
  george maggie buster tigger ginger pepper cookie cheese banana chocolate summer winter spring autumn zomer lente herfst
  january february march april june july august september october november december monday tuesday wednesday thursday friday
  saturday sunday computer internet server database oracle mysql postgres linux windows microsoft google facebook samsung
  hello hallo whatever freedom killer hunter ranger harley mustang ferrari porsche mercedes corvette yamaha honda yankees
  cowboys lakers chelsea arsenal liverpool barcelona juventus ajax feyenoord amsterdam london berlin paris newyork
  flower butterfly angel angels family friends forever jesus heaven blessed money diamond silver golden orange purple yellow
  matrix phoenix thunder hammer merlin wizard scooter snoopy garfield mickey minnie donald player gamer minecraft fortnite
  biteme fuckyou fuckme asshole bailey sophie oliver zaq zaqwsx trustme mypassword mypass thepassword newpassword nopassword
  yourpassword companyname company business office support service manager correcthorsebatterystaple`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Runs of neighbours, on keyboards and in counting, read in either direction. */
export const commonSequences: readonly string[] = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
];
