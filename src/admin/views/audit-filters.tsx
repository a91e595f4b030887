/** The form that narrows the audit log. */
import type { ComponentChildren } from 'preact';
import { ErrorMessage } from '../../../interactions/views/elements.js';
import type { FieldError } from '../../../interactions/views/page-context.js';
import { auditEventTypes } from '../../audit/audit-event.js';
import type { Locale } from '../../language/locale.js';
import type { AuditWishes } from '../audit-filter.js';
import { auditMessages } from '../messages/audit-catalogue.js';

interface AuditFiltersProps {
  readonly locale: Locale;
  readonly wishes: AuditWishes;
  readonly error?: FieldError | undefined;
}

export function AuditFilters({ locale, wishes, error }: AuditFiltersProps) {
  const { filters: texts, events } = auditMessages(locale);
  const isNarrowed = Object.values(wishes).some((value) => value !== '');
  return (
    <form method="get" action="/admin/audit" class="filters">
      <Labelled name="type" label={texts.type}>
        <select id="type" name="type">
          <option value="">{texts.any}</option>
          {auditEventTypes.map((type) => (
            <option key={type} value={type} selected={type === wishes.type}>
              {events[type]}
            </option>
          ))}
        </select>
      </Labelled>
      <Typed name="user" label={texts.user} hint={texts.personHint} value={wishes.user} error={error} />
      <Typed name="actor" label={texts.actor} hint={texts.personHint} value={wishes.actor} error={error} />
      <Labelled name="outcome" label={texts.outcome}>
        <select id="outcome" name="outcome">
          <option value="">{texts.anyOutcome}</option>
          {(['success', 'failure'] as const).map((outcome) => (
            <option key={outcome} value={outcome} selected={outcome === wishes.outcome}>
              {texts[outcome]}
            </option>
          ))}
        </select>
      </Labelled>
      <Typed name="from" label={texts.from} value={wishes.from} error={error} />
      <Typed name="to" label={texts.to} value={wishes.to} error={error} />
      <div class="field act">
        <button class="secondary" type="submit">
          {texts.show}
        </button>
      </div>
      {isNarrowed && <a href="/admin/audit">{texts.clear}</a>}
    </form>
  );
}

function Labelled({
  name,
  label,
  children,
}: {
  readonly name: string;
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {children}
    </div>
  );
}

/** Days have the browser's own chooser; where there is none they are typed. */
function Typed({
  name,
  label,
  hint,
  value,
  error,
}: {
  readonly name: 'user' | 'actor' | 'from' | 'to';
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly error: FieldError | undefined;
}) {
  const own = error?.field === name ? error : undefined;
  const describedBy = [hint && `${name}-hint`, own && `${name}-error`].filter(Boolean).join(' ');
  const attributes = {
    id: name,
    name,
    value,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': own && ('true' as const),
    autofocus: own !== undefined,
  };
  return (
    <Labelled name={name} label={label}>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <ErrorMessage id={`${name}-error`} error={own} />
      <div class="input">
        {name === 'from' || name === 'to' ? (
          <input type="date" {...attributes} />
        ) : (
          <input type="text" {...attributes} autocomplete="off" autocapitalize="none" spellcheck={false} dir="ltr" />
        )}
      </div>
    </Labelled>
  );
}
