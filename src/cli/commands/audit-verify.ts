/** `audit verify`: whether the audit log is what was written. */

import type { Checkpoint } from '../../audit/chain.js';
import type { Finding } from '../../audit/chain-walk.js';
import { checkpointText, readCheckpointText } from '../../audit/checkpoint-text.js';
import { createSealer } from '../../audit/sealer.js';
import { type Verification, verifyChain } from '../../audit/verify-chain.js';
import type { Reading } from '../../settings/setting-definition.js';
import { defineCommand } from '../command.js';
import { counted } from '../encryption-key-use.js';
import { openInstallation } from '../installation.js';
import { optional } from '../option.js';

/** Findings that are told one by one; the rest is counted. */
const mostTold = 100;
const mostShown = 20;

export const auditVerify = defineCommand({
  words: 'audit verify',
  summary: 'Look whether audit events were changed, removed or inserted',
  place: 'beside-database',
  options: {
    checkpoint: optional('C', 'One that was kept elsewhere: the log must still go up to there', readCheckpoint),
  },
  async run(context, { checkpoint: known }) {
    const { database, keyRing } = await openInstallation(context);
    const sealing = await createSealer({ database, keyRing })
      .round(true)
      .then(
        () => true,
        () => false,
      );
    const findings: Finding[] = [];
    let count = 0;
    const found = (finding: Finding) => {
      count += 1;
      if (findings.length < mostTold) findings.push(finding);
    };
    const { lastCheckpoint, ...result } = await verifyChain({
      ...{ database, keyRing, known, found },
      progress: context.progress,
    });
    const checkpoint = lastCheckpoint === null ? null : checkpointText(lastCheckpoint);
    return {
      json: {
        ok: count === 0,
        ...result,
        checkpoint,
        findings,
        findings_left_out: count - findings.length,
      },
      text: [...summary(result, checkpoint), ...told(findings, count)].join('\n'),
      ...(sealing ? {} : { note: 'The newest events could not be sealed; they are counted as not sealed yet.' }),
      failed: count > 0,
    };
  },
});

function readCheckpoint(text: string): Reading<Checkpoint> {
  const value = readCheckpointText(text);
  return value === undefined
    ? { ok: false, because: 'must be a checkpoint as this command and the log print it' }
    : { ok: true, value };
}

function summary(
  { sound, swept, adopted, unsealed, began }: Omit<Verification, 'lastCheckpoint'>,
  checkpoint: string | null,
): readonly string[] {
  if (began === null) return ['Nothing is sealed.'];
  return [
    `${counted(sound, 'event')} as sealed since ${began}Z.`,
    ...(adopted === 0 ? [] : [`${counted(adopted, 'event')} from before that, as they were then.`]),
    ...(swept === 0 ? [] : [`${counted(swept, 'event')} removed by the retention.`]),
    ...(unsealed === 0 ? [] : [`${counted(unsealed, 'event')} not sealed yet.`]),
    ...(checkpoint === null ? [] : ['Last checkpoint, to be kept elsewhere:', `  ${checkpoint}`]),
  ];
}

function told(findings: readonly Finding[], count: number): readonly string[] {
  if (count === 0) return ['Nothing was changed, removed or inserted.'];
  const shown = findings.slice(0, mostShown).map((finding) => `  ${sentence(finding)}`);
  const more = count - shown.length;
  return [
    `${counted(count, 'finding')}:`,
    ...shown,
    ...(more > 0 ? [`  ${more} more. --json has up to ${mostTold}.`] : []),
  ];
}

function sentence({ kind, event_id: id, sequence, to_sequence: last, checkpoint }: Finding): string {
  const at = sequence === undefined ? '' : ` (seal ${sequence})`;
  switch (kind) {
    case 'event_changed':
      return `Event ${id} was changed${at}.`;
    case 'event_removed':
      return `Event ${id} was removed${at}.`;
    case 'event_inserted':
      return `Event ${id} was written by no server of this installation, or changed before it was sealed${at}.`;
    case 'seal_changed':
      return `Seal ${sequence}, of event ${id}, was changed.`;
    case 'seal_removed':
      return last === undefined ? `Seal ${sequence} was removed.` : `Seals ${sequence} to ${last} were removed.`;
    case 'checkpoint_changed':
      return `Checkpoint ${checkpoint} was changed.`;
    case 'checkpoint_removed':
      return `Checkpoint ${checkpoint} was removed.`;
    case 'checkpoint_unknown':
      return `The log does not contain checkpoint ${checkpoint}: its end was cut off, or the chain was made anew.`;
    case 'index_removed':
      return 'The index audit_event_mark is gone or was changed: an event could have been copied.';
    case 'start_lost':
      return 'The row audit_chain of the table installation is gone: nothing can be compared.';
    case 'start_broken':
      return 'The row audit_chain of the table installation is not ours: nothing can be compared.';
    default:
      return kind satisfies never;
  }
}
