/** The pages `/admin/policy` and `/admin/policy/change`: who must have a second factor. */
import type { Context } from 'koa';
import type { FieldError } from '../../interactions/views/page-context.js';
import { changePolicy } from '../administration/change-policy.js';
import { simulatePolicy } from '../administration/simulate-policy.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { type EffectivePolicy, effectivePolicy } from '../mfa/effective-policy.js';
import { readStoredPolicy } from '../mfa/policy-change-store.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { policyMessages } from './messages/policy-catalogue.js';
import { readPolicyForm } from './policy-form.js';
import { orShowAgain } from './refused-act.js';
import { confirmPolicyPage, policyFormPage } from './views/policy-form-pages.js';
import { changePolicyPath, policyPage } from './views/policy-page.js';
import { readReason } from './views/reason-field.js';

export const policy: AdminPage = {
  path: '/admin/policy',
  needsFreshSignIn: false,
  /** Two statements: the session and its account, the rules. */
  async show(ctx, { props }, parts) {
    const { done } = policyMessages(props.locale);
    const notice = ctx.query.done === 'changed' ? ({ tone: 'success', text: done.changed } as const) : undefined;
    sendPage(ctx, policyPage({ ...props, notice, policy: await policyOf(parts) }));
  },
};

export const changeThePolicy: AdminPage = {
  path: changePolicyPath,
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the rules. */
  async show(ctx, { props }, parts) {
    sendPage(ctx, policyFormPage({ ...props, policy: await policyOf(parts), typed: new Map() }));
  },
  acts: {
    /** Changes nothing. One statement for every two thousand accounts. */
    async preview_policy(ctx, open, form, parts) {
      const read = await readOrRefuse(ctx, open, form, parts);
      if (read === undefined) return;
      const { props } = open;
      const { change, differences, typed } = read;
      if (!props.isSuperAdmin)
        return sendPage(ctx, policyFormPage({ ...props, policy: await policyOf(parts), typed }), 403);
      const again = {
        locale: props.locale,
        sentences: policyMessages(props.locale).problems,
        page: (error: FieldError) => confirmPolicyPage({ ...props, error, differences, typed, mayForce: false }),
      };
      const simulated = await orShowAgain(ctx, again, () => simulatePolicy(parts, change));
      if (simulated === undefined) return;
      const simulation = simulated.done;
      sendPage(ctx, confirmPolicyPage({ ...props, differences, typed, simulation, mayForce: false }));
    },
    async edit_policy(ctx, { props }, form, parts) {
      sendPage(ctx, policyFormPage({ ...props, policy: await policyOf(parts), typed: typedOf(form) }));
    },
    async change_policy(ctx, open, form, parts) {
      const read = await readOrRefuse(ctx, open, form, parts);
      if (read === undefined) return;
      const { props, administrator } = open;
      const { change, reason, differences, typed } = read;
      const { problems, form: texts } = policyMessages(props.locale);
      const again = {
        locale: props.locale,
        sentences: { ...problems, super_admin_required: texts.superOnly },
        page: (error: FieldError) => {
          const mayForce = props.isSuperAdmin && error.message === problems.no_admin_left;
          return confirmPolicyPage({ ...props, error, differences, typed, mayForce });
        },
      };
      const asked = { change, reason, force: form.get('force') === 'yes' };
      const changed = await orShowAgain(ctx, again, () => changePolicy(parts, administrator, asked));
      if (changed !== undefined) seeOther(ctx, '/admin/policy?done=changed');
    },
  },
};

/** One statement. */
async function policyOf({ database, policy }: AdminParts): Promise<EffectivePolicy> {
  return effectivePolicy(policy, await readStoredPolicy(database));
}

/** Undefined when the form was sent again, with what is wrong with it. */
async function readOrRefuse(ctx: Context, { props }: OpenAdmin, form: ReadonlyMap<string, string>, parts: AdminParts) {
  const texts = policyMessages(props.locale);
  const present = await policyOf(parts);
  const typed = typedOf(form);
  const refuse = (error: FieldError) => sendPage(ctx, policyFormPage({ ...props, policy: present, typed, error }), 422);
  const read = await readPolicyForm(parts.database, typed, present, texts);
  if (!read.ok) return refuse({ field: read.field, message: texts.problems[read.because] });
  const reason = readReason(form, props.locale);
  if (!reason.ok) return refuse(reason.error);
  return { ...read, typed, reason: reason.reason };
}

/** What belongs to the form itself; the rest is of the moment. */
function typedOf(form: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...form].filter(([name]) => !['csrf', 'act', 'force'].includes(name)));
}
