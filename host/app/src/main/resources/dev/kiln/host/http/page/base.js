// What every part of the page needs.

export const find = (id) => document.getElementById(id);

/** Send a request; an answer that is no success becomes an error with the server's sentence. */
export async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body !== undefined ? { 'Content-Type': 'application/json' } : {},
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error('the server does not answer; is it still running?');
  }
  const json = await answer.json().catch(() => null);
  if (!answer.ok) {
    throw new Error(sentence(json?.detail) ?? `the server answered ${answer.status}`);
  }
  return json;
}

function sentence(detail) {
  return Array.isArray(detail)
    ? detail.map((one) => `${one.loc.at(-1)}: ${one.msg}`).join('; ')
    : detail;
}

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function showError(message, mild = false) {
  find('error').textContent = message;
  find('error').classList.toggle('mild', mild);
  find('error').hidden = !message;
}

export const JOBS = '/kiln/v1/jobs';
export const jobPath = (id) => `${JOBS}/${encodeURIComponent(id)}`;

/** Let everyone know of a control what they would know had its user changed it. */
export function changed(control) {
  control.dispatchEvent(new Event('change', { bubbles: true }));
}

/** How far a number goes, as the server says of its field. */
export function bound(control, field) {
  control.min = field.minimum ?? '';
  control.max = field.maximum === undefined ? '' : Math.min(field.maximum, Number.MAX_SAFE_INTEGER);
}

/** What this browser keeps under a key; null for nothing, and without storage. */
export function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Without storage it is lost with the page. */
export function store(key, text) {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Nothing else needs it.
  }
}

/** A file as a data URI. */
export function dataUri(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(new Error(`${file.name ?? 'the picture'} cannot be read`));
    reader.readAsDataURL(file);
  });
}

/** Do something whose failure is shown and changes nothing else. */
export async function attempt(action) {
  try {
    await action();
  } catch (problem) {
    showError(problem.message);
  }
}
