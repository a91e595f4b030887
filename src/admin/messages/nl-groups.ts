/** The sentences of the pages about groups, in Dutch. */
import type { GroupsMessages } from './en-groups.js';

export const nlGroups: GroupsMessages = {
  title: 'Groepen',
  means:
    'Accounts die bij elkaar horen, zoals die van een afdeling. Een groep kan een eigen regel over tweede factoren hebben; van alle regels over een account telt de strengste.',
  none: 'Er is nog geen groep.',
  pages: 'Pagina’s van de lijst',
  first: 'Eerste',
  next: 'Volgende',
  back: 'Beleid',
  backToList: 'Alle groepen',
  backToGroup: 'Terug naar de groep',
  cancel: 'Terug, niets wijzigen',
  columns: { name: 'Groep', rule: 'Tweede factor', since: 'Vereist sinds', created: 'Gemaakt' },
  never: 'nog niet',
  changeRule: 'Regel wijzigen',
  members: {
    title: 'Leden',
    means: 'Haar regel telt voor hen, met de dagen uitstel vanaf het moment waarop ze lid werden.',
    none: 'Er zit niemand in.',
    noMore: 'Verderop in de lijst staat niemand.',
    columns: { account: 'Account', joined: 'Lid sinds' },
  },
  name: {
    label: 'Naam',
    hint: 'Hoogstens 60 tekens. Geen andere groep mag hem hebben, ook niet met andere hoofdletters.',
  },
  create: { title: 'Groep maken', act: 'Groep maken', button: 'De groep maken' },
  rename: { title: 'Groep hernoemen', act: 'Hernoemen', button: 'Hernoemen', means: 'Leden en regel blijven.' },
  move: {
    title: 'Leden van een groep',
    act: 'Leden toevoegen of verwijderen',
    add: 'Toevoegen',
    users: {
      label: 'E-mailadressen',
      hint: (most) =>
        `Een op elke regel, hoogstens ${most}. Ze worden allemaal toegevoegd, of geen van alle. Wie al in de groep zit, blijft zoals hij is.`,
    },
    addButton: 'Toevoegen',
    remove: 'Verwijderen',
    removeMeans: 'De regel van de groep telt niet meer voor hen. Andere regels wel.',
    removeButton: 'Aangevinkte verwijderen',
    force: 'Ook als er geen beheerder overblijft die kan werken',
    forceHint: 'Dan laat alleen de opdrachtregel op de machine van de server nog iemand beheren.',
    adminsBySuper: 'Alleen een hoofdbeheerder voegt beheerders aan een groep toe of verwijdert ze eruit.',
  },
  remove: {
    title: 'Groep verwijderen',
    act: 'Verwijderen',
    means: 'Haar leden houden hun account en al het andere, en zitten niet meer in deze groep.',
    rule: (level) =>
      `Haar regel over tweede factoren (“${level}”) verdwijnt mee en telt niet meer voor haar leden. Andere regels wel.`,
    again: 'Een groep die later met dezelfde naam wordt gemaakt, is een andere: leeg en zonder regel.',
    superOnly: 'Alleen een hoofdbeheerder verwijdert een groep die een regel heeft.',
    button: 'De groep verwijderen',
  },
  problems: {
    no_name: 'Geef de groep een naam van 1 tot 60 tekens, zonder besturingstekens.',
    name_taken: 'Er is al een groep met deze naam.',
    group_not_found: 'De groep is intussen verwijderd.',
    account_not_found: 'Een van deze accounts is intussen verwijderd.',
    no_admin_left:
      'Er zou geen beheerder overblijven die kan inloggen en beheren. Stel eerst voor een van hen een tweede factor in.',
    super_admin_required:
      'Er is een beheerder onder hen. Alleen een hoofdbeheerder voegt beheerders aan een groep toe of verwijdert ze eruit.',
    no_users: 'Geef minstens één e-mailadres.',
    too_many_users: (most) => `Hoogstens ${most} tegelijk.`,
    unknown_users: (some) => `Er is geen account met dit adres: ${some}. Niemand is toegevoegd.`,
    more: (some, others) => `${some}, en nog ${others}`,
    none_ticked: 'Vink aan wie de groep moet verlaten.',
  },
  done: {
    created: 'De groep is gemaakt.',
    renamed: 'De groep is hernoemd.',
    deleted: 'De groep is verwijderd.',
    added: { one: 'account is toegevoegd.', other: 'accounts zijn toegevoegd.' },
    addedNone: 'Ze zaten allemaal al in de groep.',
    removed: { one: 'account is verwijderd uit de groep.', other: 'accounts zijn verwijderd uit de groep.' },
    removedNone: 'Geen van hen zat nog in de groep.',
  },
};
