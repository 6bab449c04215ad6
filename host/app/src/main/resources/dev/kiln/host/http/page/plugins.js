// What plugins bring: options, which the page draws, and sections of their own.
import { attempt, call, element, find } from './base.js';

const told = new Map(); // by plugin: what it does
const sources = new Map(); // by plugin: who says its options in place of the page's controls

// ---- Options --------------------------------------------------------------------------------

export async function loadPlugins() {
  const report = await call('GET', '/kiln/v1/plugins');
  told.clear();
  report.plugins.forEach((plugin) => told.set(plugin.id, plugin.description));
  sources.clear();
  find('plugins').replaceChildren(
    ...report.options
      .filter((group) => fieldsOf(group).length > 0)
      .map(optionGroup));
  showOrHide();
}

function showOrHide() {
  find('plugins').hidden = find('plugins').children.length === 0;
}

/** A plugin’s id as a person writes it. */
export function nameOf(plugin) {
  const words = plugin.replaceAll('-', ' ')
    .replace(/\b(api|cfg|onnx|vae)\b/g, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a plugin does, and its name in small letters where it says the former. */
export function titleOf(plugin) {
  const does = told.get(plugin);
  return does ? [does, element('small', { textContent: nameOf(plugin) })] : [nameOf(plugin)];
}

/** A plugin's options; they are sent only when its switch is on. */
function optionGroup(group) {
  const enable = element('input', { type: 'checkbox' });
  enable.dataset.name = 'use';
  const mark = element('span', { className: 'on', textContent: 'on', hidden: true });
  const fields = element('fieldset', { disabled: true });
  fields.append(element('div', { className: 'grid' }, ...fieldsOf(group)));
  enable.addEventListener('change', () => {
    fields.disabled = !enable.checked;
    mark.hidden = !enable.checked;
  });
  const title = element('summary', {}, element('span', {}, ...titleOf(group.plugin)), mark);
  const toggle = element('label', { className: 'switch enable' }, enable, `Use ${nameOf(group.plugin)}`);
  const details = element('details', {}, title, toggle, fields);
  details.dataset.plugin = group.plugin;
  return details;
}

/** A list holds JSON of the plugin's own shape: only a script of the plugin's can ask for it. */
function fieldsOf(group) {
  return group.fields.filter((field) => field.type !== 'List').map(optionField);
}

/** A label with the control of an option, as the server describes it. */
export function optionField(field) {
  const control = field.choices.length > 0 ? selectOf(field) : inputOf(field);
  control.name = field.name;
  control.dataset.type = field.type;
  const help = field.help ? [element('small', { textContent: field.help })] : [];
  return field.type === 'boolean'
    ? element('label', { className: 'switch' }, control, field.label, ...help)
    : element('label', {}, field.label, control, ...help);
}

function selectOf(field) {
  const options = field.choices.map((text) => element('option', { textContent: text }));
  const select = element('select', {}, ...options);
  select.value = field.defaultValue;
  return select;
}

function inputOf(field) {
  if (field.type === 'boolean') {
    return element('input', { type: 'checkbox', checked: field.defaultValue });
  }
  const text = field.type === 'String';
  return element('input', {
    type: text ? 'text' : 'number',
    step: field.step ?? (field.type === 'int' ? 1 : 'any'),
    min: field.min ?? '',
    max: field.max ?? '',
    required: !text,
    value: field.defaultValue,
  });
}

/** What plugins are to do in the next request, by plugin. */
export async function pluginOptions() {
  const chosen = {};
  for (const group of find('plugins').children) {
    const fields = group.querySelector('fieldset');
    if (!fields.disabled) {
      chosen[group.dataset.plugin] = Object.fromEntries(
        [...fields.elements].map((control) => [control.name, optionValue(control)]));
    }
  }
  for (const [plugin, source] of sources) {
    const options = await source();
    if (options) {
      chosen[plugin] = options;
    }
  }
  return chosen;
}

export function optionValue(control) {
  if (control.dataset.type === 'boolean') {
    return control.checked;
  }
  return ['int', 'double'].includes(control.dataset.type) ? Number(control.value) : control.value;
}

function takeOver(plugin, source) {
  sources.set(plugin, source);
  find('plugins').querySelector(`[data-plugin="${CSS.escape(plugin)}"]`)?.remove();
  showOrHide();
}

// ---- Panels ---------------------------------------------------------------------------------

/** Show the sections and bring those to life that have a script. */
export async function loadPanels(page) {
  const views = await call('GET', '/kiln/v1/panels');
  const panels = views.map(panel);
  // One with a script is a control: it stands by the form, not below pictures that become more.
  find('controls').replaceChildren(...panels.filter((_, i) => views[i].script));
  find('panels').replaceChildren(...panels.filter((_, i) => !views[i].script));
  await Promise.all(views.map((view, i) => view.script && enliven(panels[i], view, page)));
}

async function enliven(section, view, page) {
  try {
    const script = await import(view.script);
    await script.default(section, { ...page, options: (source) => takeOver(view.plugin, source) });
  } catch (problem) {
    const textContent = `The script of this panel failed: ${problem.message}`;
    section.append(element('p', { className: 'failed', role: 'alert', textContent }));
    section.open = true;
  }
}

/** A plugin's own section: plain HTML in which data-get, data-field and data-delete work. */
function panel(view) {
  const body = element('div');
  body.innerHTML = view.html;
  for (const button of body.querySelectorAll('button')) {
    button.type = 'button';
  }
  body.addEventListener('click', async (click) => {
    const button = click.target.closest('[data-delete]');
    if (button) {
      await attempt(() => call('DELETE', button.dataset.delete));
      fill(body);
    }
  });
  fill(body);
  const title = element('summary', {}, element('h2', { textContent: view.title }));
  const section = element('details', { className: 'panel' }, title, body);
  section.dataset.plugin = view.plugin;
  return section;
}

function fill(body) {
  for (const target of body.querySelectorAll('[data-get]')) {
    attempt(async () => {
      const json = await call('GET', target.dataset.get);
      for (const child of target.querySelectorAll('[data-field]')) {
        child.textContent = json[child.dataset.field] ?? '';
      }
    });
  }
}

/** Fetch again what the sections show. */
export function fillPanels() {
  fill(find('controls'));
  fill(find('panels'));
}
