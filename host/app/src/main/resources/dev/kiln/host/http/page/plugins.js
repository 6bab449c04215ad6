// What plugins bring: options, which the page draws, and sections of their own.
import { attempt, call, element, find } from './base.js';

const sources = new Map(); // by plugin: who says its options in place of the page's controls

// ---- Options --------------------------------------------------------------------------------

export async function loadPlugins() {
  const report = await call('GET', '/kiln/v1/plugins');
  find('plugins').replaceChildren(...report.options.map(optionGroup));
  find('plugins').hidden = report.options.length === 0;
}

/** A plugin's options; they are sent only when its switch is on. */
function optionGroup(group) {
  const enable = element('input', { type: 'checkbox' });
  const mark = element('span', { className: 'on', textContent: 'on', hidden: true });
  const fields = element('fieldset', { disabled: true });
  fields.append(element('div', { className: 'grid' }, ...fieldsOf(group)));
  enable.addEventListener('change', () => {
    fields.disabled = !enable.checked;
    mark.hidden = !enable.checked;
  });
  const title = element('summary', {}, group.plugin, mark);
  const toggle = element('label', { className: 'switch enable' }, enable, `Use ${group.plugin}`);
  const details = element('details', {}, title, toggle, fields);
  details.dataset.plugin = group.plugin;
  return details;
}

/** A list holds JSON of the plugin's own shape: only a script of the plugin's can ask for it. */
function fieldsOf(group) {
  return group.fields.filter((field) => field.type !== 'List').map(optionField);
}

function optionField(field) {
  const input = element('input', { name: field.name });
  input.dataset.type = field.type;
  if (field.type === 'boolean') {
    input.type = 'checkbox';
    input.checked = field.defaultValue;
    return element('label', { className: 'switch' }, input, field.label);
  }
  input.type = field.type === 'String' ? 'text' : 'number';
  input.step = field.type === 'int' ? 1 : 'any';
  input.min = field.min ?? '';
  input.max = field.max ?? '';
  input.required = field.type !== 'String';
  input.value = field.defaultValue;
  return element('label', {}, field.label, input);
}

/** What plugins are to do in the next request, by plugin. */
export async function pluginOptions() {
  const chosen = {};
  for (const group of find('plugins').children) {
    const fields = group.querySelector('fieldset');
    if (!fields.disabled) {
      chosen[group.dataset.plugin] = Object.fromEntries(
        [...fields.querySelectorAll('input')].map((input) => [input.name, optionValue(input)]));
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

function optionValue(input) {
  if (input.dataset.type === 'boolean') {
    return input.checked;
  }
  return input.dataset.type === 'String' ? input.value : Number(input.value);
}

function takeOver(plugin, source) {
  sources.set(plugin, source);
  find('plugins').querySelector(`[data-plugin="${CSS.escape(plugin)}"]`)?.remove();
  find('plugins').hidden = find('plugins').children.length === 0;
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
  const section = element('section', { className: 'panel' }, element('h2', { textContent: view.title }), body);
  section.setAttribute('aria-label', view.title);
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
