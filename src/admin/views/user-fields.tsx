/** What administrators type about a person, on the page that makes an account and on the one that changes it. */
import { ErrorMessage, Field } from '../../../interactions/views/elements.js';
import { adminRoles } from '../../accounts/account.js';
import { longestPersonName } from '../../accounts/account-limits.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { userActsMessages } from '../messages/user-catalogue.js';

type Surroundings = Pick<AdminPageContext, 'locale' | 'error' | 'isSuperAdmin'>;

/** Input `name`. */
export function NameField({ page, value }: { readonly page: Surroundings; readonly value: string }) {
  const texts = userActsMessages(page.locale).change;
  return (
    <Field
      name="name"
      label={texts.name}
      hint={texts.nameHint}
      autocomplete="off"
      maxlength={longestPersonName}
      value={value}
      error={page.error}
      dir="auto"
    />
  );
}

/** Inputs `admin`, `super_admin`, `roles`. What only a super administrator gives is shown to others, and cannot be ticked. */
export function RoleFields({ page, roles }: { readonly page: Surroundings; readonly roles: readonly string[] }) {
  const texts = userActsMessages(page.locale).change;
  const boxes = [
    { name: 'admin', label: texts.admin },
    { name: 'super_admin', label: texts.superAdmin },
  ];
  return (
    <>
      <fieldset class="check boxes">
        <legend>{texts.roles}</legend>
        {!page.isSuperAdmin && (
          <p class="hint" id="admin-hint">
            {texts.adminHint}
          </p>
        )}
        {boxes.map(({ name, label }) => (
          <label key={name} for={name}>
            <input
              type="checkbox"
              id={name}
              name={name}
              value="yes"
              checked={roles.includes(name)}
              disabled={!page.isSuperAdmin}
              aria-describedby={page.isSuperAdmin ? undefined : 'admin-hint'}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <Field
        name="roles"
        label={texts.otherRoles}
        hint={texts.otherRolesHint}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={roles.filter((role) => !adminRoles.includes(role)).join(' ')}
        error={page.error}
      />
    </>
  );
}

/** Input `status`. */
export function StatusField({
  page,
  value,
  isPending,
}: {
  readonly page: Surroundings;
  readonly value: string;
  /** The account waits for approval. */
  readonly isPending: boolean;
}) {
  const texts = userActsMessages(page.locale).change;
  const own = page.error?.field === 'status' ? page.error : undefined;
  // Nothing becomes pending again: whoever waited and was let in is disabled instead.
  const offered = isPending ? (['pending', 'active', 'disabled'] as const) : (['active', 'disabled'] as const);
  return (
    <div class="field">
      <label for="status">{texts.status}</label>
      <p class="hint" id="status-hint">
        {isPending ? texts.approvalHint : texts.statusHint}
      </p>
      <ErrorMessage id="status-error" error={own} />
      <select
        id="status"
        name="status"
        aria-describedby={own === undefined ? 'status-hint' : 'status-hint status-error'}
        aria-invalid={own === undefined ? undefined : 'true'}
      >
        {offered.map((status) => (
          <option key={status} value={status} selected={status === value}>
            {texts.statuses[status]}
          </option>
        ))}
      </select>
    </div>
  );
}
