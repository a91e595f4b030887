import { describe, expect, test } from '@jest/globals';
import { qrCodePng, qrCodeSvg } from '../../src/mfa/qr-code.js';
import { totpUri } from '../../src/mfa/totp-uri.js';

const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('the otpauth URI', () => {
  test('carries issuer, label and secret', () => {
    const uri = new URL(totpUri({ issuer: 'Example', label: 'ann@example.test', seed }));
    expect(uri.protocol).toBe('otpauth:');
    expect(uri.host).toBe('totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/Example:ann@example.test');
    expect(Object.fromEntries(uri.searchParams)).toEqual({ secret: seed, issuer: 'Example' });
  });

  test.each([
    ['a colon', 'Evil: Bank', 'Evil Bank'],
    ['markup', '<b>"Bank"&', '<b>"Bank"&'],
    ['a right-to-left override', 'Ba\u202enk', 'Bank'],
    ['emoji', 'Bank 🏦', 'Bank 🏦'],
    ['a query', 'A?secret=x&issuer=y', 'A?secret=x&issuer=y'],
    ['half an emoji', 'Bank\ud83c', 'Bank'],
    ['line breaks and NUL', 'Ba\r\nnk\0', 'Bank'],
  ])('an issuer with %s harms nothing', (_, issuer, shown) => {
    const uri = new URL(totpUri({ issuer, label: 'ann@example.test', seed }));
    expect(uri.searchParams.get('issuer')).toBe(shown);
    expect(uri.searchParams.getAll('secret')).toEqual([seed]);
    expect(decodeURIComponent(uri.pathname)).toBe(`/${shown}:ann@example.test`);
  });

  test('an endless name still makes a code that can be drawn', async () => {
    const uri = totpUri({ issuer: '界'.repeat(500), label: '界'.repeat(500), seed });
    await expect(qrCodeSvg(uri)).resolves.toContain('<svg');
  });
});

describe('the QR code', () => {
  test('is an SVG on white with a quiet zone of four modules', async () => {
    const svg = await qrCodeSvg(totpUri({ issuer: 'Example', label: 'ann@example.test', seed }));
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 \d+ \d+"/);
    expect(svg).toContain('fill="#ffffff"');
    expect(svg).toContain('M4 4.5h7');
    expect(svg).not.toMatch(/<script|style=/);
  });

  test('is a PNG for the API', async () => {
    const png = await qrCodePng('otpauth://totp/x');
    expect(png).toMatch(/^data:image\/png;base64,iVBOR/);
  });
});
