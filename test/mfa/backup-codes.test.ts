import { describe, expect, test } from '@jest/globals';
import { backupCodeHashCandidates, generateBackupCodes, hashBackupCode } from '../../src/mfa/backup-codes.js';
import { readCode } from '../../src/mfa/code-input.js';
import { testKeyRing } from '../support/key-ring.js';

describe('backup codes', () => {
  test('are different, have the printed shape, and are read back as typed', () => {
    const codes = generateBackupCodes(16);
    expect(new Set(codes).size).toBe(16);
    for (const code of codes) {
      expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
      expect(readCode(code)).toEqual({ kind: 'backup_code', code: code.replace('-', '') });
    }
  });

  test('use every symbol about equally often', () => {
    const counts = new Map<string, number>();
    for (const symbol of generateBackupCodes(3200).join('').replaceAll('-', '')) {
      counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
    }
    expect(counts.size).toBe(32);
    // 1000 expected of each; seven standard deviations leave chance no room.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(220);
  });

  test('are kept as a hash that belongs to one account and one key ring', () => {
    const keyRing = testKeyRing();
    const hash = hashBackupCode(keyRing, 'account-1', 'abc12-def34');
    expect(hash).not.toContain('abc12');
    expect(backupCodeHashCandidates(keyRing, 'account-1', 'abc12def34')).toContain(hash);
    expect(backupCodeHashCandidates(keyRing, 'account-2', 'abc12def34')).not.toContain(hash);
  });
});
