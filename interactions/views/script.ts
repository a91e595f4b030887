/** The one script: shows the buttons that need script. Pages work without it. */

/** Source of the script, as it is sent. */
export const scriptText = `'use strict';
for (const button of document.querySelectorAll('button[hidden]')) button.hidden = false;

const status = document.createElement('p');
status.setAttribute('role', 'status');
status.className = 'visually-hidden';
document.body.append(status);

for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) { button.hidden = true; continue; }
  const label = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = status.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; status.textContent = ''; }, 2000);
  });
}

// A double click sends a form once: sent twice, the answer to the first is never seen, and new backup codes are in it.
for (const form of document.forms) {
  let sentAt = -Infinity;
  form.addEventListener('submit', (event) => {
    if (event.timeStamp - sentAt < 1500) event.preventDefault();
    else sentAt = event.timeStamp;
  });
}

document.getElementById('op.goOnForm')?.submit();

for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print());

for (const button of document.querySelectorAll('[data-reveal]')) {
  const input = document.getElementById(button.dataset.reveal);
  const show = (isShown) => {
    input.type = isShown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(isShown));
  };
  button.addEventListener('click', () => { show(input.type === 'password'); input.focus(); });
  input.form.addEventListener('submit', () => show(false));
}
`;
