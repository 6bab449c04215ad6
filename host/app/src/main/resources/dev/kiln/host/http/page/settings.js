// webUI's options: what holds for programs that do not say it themselves.
import { call, element, find } from './base.js';
import { optionField, optionValue, titleOf } from './plugins.js';

const dialog = find('settings');
const ROUTE = '/sdapi/v1/options';

let shown = []; // { option, control } of all that are there

async function open() {
  dialog.showModal();
  await guarded(load);
}

async function load() {
  const options = (await call('GET', '/kiln/v1/settings')).filter((one) => one.type !== 'List');
  shown = [];
  const groups = Map.groupBy(options, (one) => one.plugin);
  find('settings-fields').replaceChildren(...[...groups].map(([plugin, some]) => group(plugin, some)));
}

function group(plugin, options) {
  const sorted = options.toSorted((one, other) => (one.type === 'boolean') - (other.type === 'boolean'));
  const fields = element('fieldset', {}, element('div', { className: 'grid' }, ...sorted.map(field)));
  if (!plugin) {
    return fields;
  }
  fields.prepend(element('legend', {}, ...titleOf(plugin)));
  return fields;
}

function field(option) {
  const label = optionField(option);
  const control = label.control;
  // Empty is the default.
  control.required = false;
  if (option.type === 'boolean') {
    control.checked = option.value;
  } else {
    control.value = option.value ?? '';
  }
  shown.push({ option, control, before: valueOf(control) });
  return label;
}

const valueOf = (control) => (control.value === '' ? null : optionValue(control));

/** Send what was changed; the server takes all of it or nothing. */
async function save() {
  const changes = shown.filter(({ control, before }) => valueOf(control) !== before);
  await set(Object.fromEntries(changes.map(({ option, control }) => [option.name, valueOf(control)])));
}

async function set(options) {
  await guarded(async () => {
    await call('POST', ROUTE, options);
    await load();
    find('settings-saved').hidden = false;
  });
}

async function guarded(action) {
  find('settings-error').hidden = find('settings-saved').hidden = true;
  try {
    await action();
  } catch (problem) {
    find('settings-error').textContent = problem.message;
    find('settings-error').hidden = false;
  }
}

find('show-settings').addEventListener('click', open);
find('settings-form').addEventListener('submit', (event) => {
  event.preventDefault();
  save();
});
find('settings-form').addEventListener('input', () => { find('settings-saved').hidden = true; });
find('settings-default').addEventListener('click', () =>
  set(Object.fromEntries(shown.map(({ option }) => [option.name, null]))));
find('settings-close').addEventListener('click', () => dialog.close());
dialog.addEventListener('keydown', (event) => event.stopPropagation());
