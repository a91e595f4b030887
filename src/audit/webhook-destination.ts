/** Posts batches of events to a webhook, signed as Standard Webhooks says (HMAC-SHA-256 over id, time and body). */
import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.js';
import { epochSeconds } from '../clock.js';
import { maskedWebhookUrl } from '../settings/audit-destinations.js';
import { type Destination, NotTaken, reasonOf, sendMilliseconds } from './destination.js';
import type { ShippedBatch } from './shipped-batch.js';

export interface WebhookOptions {
  /** As `readAuditWebhookUrl` accepted it. */
  readonly url: string;
  readonly key: Buffer;
  readonly clock: Clock;
}

export function createWebhookDestination({ url, key, clock }: WebhookOptions): Destination {
  return {
    name: 'webhook',
    place: maskedWebhookUrl(url),
    async send(batch) {
      const now = clock.now();
      const body = JSON.stringify({ type: 'audit.events', timestamp: now.toISOString(), data: batch });
      const id = messageId(batch);
      const timestamp = String(epochSeconds(now));
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64');
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      };
      const status = await post(url, headers, body);
      if (status < 200 || status > 299) throw new NotTaken(`answered ${status}`);
    },
  };
}

/** The same for the same content, so that a receiver can drop what it has. */
function messageId({ events, checkpoints }: ShippedBatch): string {
  const [first, last] = [events[0]?.seal.sequence ?? 0, events.at(-1)?.seal.sequence ?? 0];
  return `audit_${first}_${last}_${checkpoints.map((text) => text.split('/')[0]).join('_')}`;
}

/** A redirect is an answer like any other: what is signed for one place is not for another. */
async function post(url: string, headers: Record<string, string>, body: string): Promise<number> {
  try {
    const signal = AbortSignal.timeout(sendMilliseconds);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    throw new NotTaken(reasonOf(error));
  }
}
