/** The walk reads pages as a person without script would. */
import { expect, test } from '@jest/globals';
import { createCookieJar } from '../../examples/demo/walk/cookie-jar.js';
import { formsOf, headingOf, linksOf, listedCodesOf, textById } from '../../examples/demo/walk/page-reader.js';

const page = `<h1>Save &amp; go on</h1><ol class="steps"><li><h2>One</h2></li></ol>
<p id="code-error"><strong>No</strong> &lt;more&gt;</p><a class="qr" href="otpauth://totp/x?secret=A&amp;issuer=B"><svg/></a>
<ol class="codes"><li><code dir="ltr">abc12-def34</code></li><li><code>00000-zzzzz</code></li></ol>
<form method="post" action="/here"><input type="hidden" name="csrf" value="t&quot;"/><input name="code" autocomplete="one-time-code" required/>
<input type="checkbox" name="saved" value="yes"/><textarea name="reason">Lost &amp; found</textarea><button type="button" hidden>Copy</button><button type="submit" name="act" value="go"><span>Go</span> on</button></form>
<form id="op.logoutForm" method="post" action="/end"></form><button type="submit" form="op.logoutForm" name="logout" value="yes">Yes</button>`;

test('forms come with their fields and the buttons that send them, wherever these stand', () => {
  expect(formsOf(page)).toEqual([
    {
      id: '',
      action: '/here',
      method: 'post',
      inputs: [
        { name: 'csrf', type: 'hidden', autocomplete: '', value: 't"' },
        { name: 'code', type: 'text', autocomplete: 'one-time-code', value: '' },
        { name: 'saved', type: 'checkbox', autocomplete: '', value: 'yes' },
        { name: 'reason', type: 'textarea', autocomplete: '', value: 'Lost & found' },
      ],
      buttons: [{ name: 'act', value: 'go', text: 'Go on' }],
    },
    {
      id: 'op.logoutForm',
      action: '/end',
      method: 'post',
      inputs: [],
      buttons: [{ name: 'logout', value: 'yes', text: 'Yes' }],
    },
  ]);
});

test('headings, links, codes and messages are read as people see them', () => {
  expect(headingOf(page)).toBe('Save & go on');
  expect(linksOf(page)).toEqual(['otpauth://totp/x?secret=A&issuer=B']);
  expect(listedCodesOf(page)).toEqual(['abc12-def34', '00000-zzzzz']);
  expect(textById(page, 'code-error')).toBe('No <more>');
  expect(textById(page, 'nothing')).toBeUndefined();
});

test('cookies come back to their host and path, on every port, until they are deleted', () => {
  const jar = createCookieJar();
  const issuer = new URL('http://localhost:3000/authorize');
  const headers = new Headers();
  headers.append('set-cookie', 'session=a; path=/; httponly');
  headers.append('set-cookie', 'interaction=b; path=/interaction/x; samesite=lax');
  jar.keep(issuer, headers);

  expect(jar.headerFor(new URL('http://localhost:3000/interaction/x'))).toBe('interaction=b; session=a');
  expect(jar.headerFor(new URL('http://localhost:3001/interaction/xy'))).toBe('session=a');
  expect(jar.headerFor(new URL('http://127.0.0.1:3000/'))).toBe('');

  jar.keep(issuer, new Headers({ 'set-cookie': 'session=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT' }));
  expect(jar.headerFor(issuer)).toBe('');
});
