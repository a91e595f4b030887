/** Browsers as people call them; nothing that a stranger wrote. */
import { expect, test } from '@jest/globals';
import { deviceInWords } from '../../src/language/device-in-words.js';

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0';

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox on Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [`Mozilla/5.0 (Linux; Android 14; Pixel 8) ${chrome} Mobile Safari/537.36`, 'Chrome on Android'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${chrome} Safari/537.36 Edg/130.0`, 'Microsoft Edge on macOS'],
  [`Mozilla/5.0 (X11; Linux x86_64) ${chrome} Safari/537.36`, 'Chrome on Linux'],
  ['curl/8.5.0', 'unknown device'],
  ['', 'unknown device'],
  [null, 'unknown device'],
  ['<b>Your bank</b>/1 call 0900-1234 (Windows NT 10.0)', 'a browser on Windows'],
  ['Call-0900-1234/1 now', 'unknown device'],
  ['((((((((((', 'unknown device'],
])('%s is %s', (userAgent, inWords) => {
  expect(deviceInWords(userAgent, 'en')).toBe(inWords);
});

test('in Dutch too', () => {
  expect(deviceInWords('Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'nl')).toBe(
    'Firefox op Linux',
  );
  expect(deviceInWords(undefined, 'nl')).toBe('onbekend apparaat');
});
