// Which plugins there are, why one does not run, and a switch for each.
import { call, element, find } from './base.js';
import { nameOf } from './plugins.js';

const dialog = find('plugin-list');
const ROUTE = '/kiln/v1/plugins';

let changed = async () => {};

/** @param listener is called when a plugin was switched */
export function onSwitch(listener) {
  changed = listener;
}

async function open() {
  dialog.showModal();
  await guarded(async () => show(await call('GET', ROUTE)));
}

function show(report) {
  find('plugin-lines').replaceChildren(...report.plugins.map(line));
  find('conflicts').replaceChildren(
    ...report.conflicts.map((conflict) => element('li', { textContent: sentence(conflict) })));
  find('conflict-box').hidden = report.conflicts.length === 0;
}

function sentence({ point, key, claimants, winner, why }) {
  const who = winner ? `${nameOf(winner)} runs` : 'none runs';
  return `${point} ${key}: ${claimants.map(nameOf).join(', ')}; ${who}${why ? `, ${why}` : ''}`;
}

function line(plugin) {
  const toggle = element('input', { type: 'checkbox', checked: plugin.state !== 'DISABLED' });
  toggle.addEventListener('change', () => guarded(async () => {
    const action = toggle.checked ? 'enable' : 'disable';
    try {
      show(await call('POST', `${ROUTE}/${encodeURIComponent(plugin.id)}/${action}`, {}));
      await changed();
    } catch (problem) {
      toggle.checked = !toggle.checked;
      throw problem;
    }
  }));
  const text = element('span', {},
    element('b', { textContent: nameOf(plugin.id) }), ` ${plugin.version} `,
    element('small', { textContent: plugin.description }));
  if (plugin.reason) {
    text.append(element('small', { className: 'reason', textContent: plugin.reason }));
  }
  return element('li', {}, element('label', { className: 'switch' }, toggle, text));
}

async function guarded(action) {
  find('plugin-error').hidden = true;
  try {
    await action();
  } catch (problem) {
    find('plugin-error').textContent = problem.message;
    find('plugin-error').hidden = false;
  }
}

find('show-plugins').addEventListener('click', open);
find('plugin-close').addEventListener('click', () => dialog.close());
dialog.addEventListener('keydown', (event) => event.stopPropagation());
