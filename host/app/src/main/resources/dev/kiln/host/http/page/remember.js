// What is typed and chosen is kept in this browser, so that a reload loses nothing.
import { changed, store, stored } from './base.js';

const KEY = 'kiln.controls';

let kept = {}; // by control: its value, or whether it is checked

/** Give the controls what they had before, and keep what becomes of them. */
export function remember(root) {
  restore(root);
  root.addEventListener('input', (event) => keep(event.target));
  root.addEventListener('change', (event) => keep(event.target));
}

/** The same for controls that came later. */
export function restore(root) {
  kept = read();
  for (const control of root.querySelectorAll('input, select, textarea')) {
    const value = kept[keyOf(control)];
    if (value !== undefined && value !== valueOf(control) && fits(control, value)) {
      control[control.type === 'checkbox' ? 'checked' : 'value'] = value;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      changed(control);
    }
  }
}

function keep(control) {
  if (['file', 'range'].includes(control.type) || !keyOf(control)) {
    return;
  }
  kept[keyOf(control)] = valueOf(control);
  store(KEY, JSON.stringify(kept));
}

function read() {
  try {
    return JSON.parse(stored(KEY)) ?? {};
  } catch {
    return {};
  }
}

const valueOf = (control) => (control.type === 'checkbox' ? control.checked : control.value);

/** A model or an upscaler may be gone. */
function fits(control, value) {
  return control.type !== 'file'
    && (!control.options || [...control.options].some((option) => option.value === value));
}

/** Its id, or its plugin, its name there, and which one of that name it is. */
function keyOf(control) {
  const place = control.closest('[data-plugin]');
  const name = control.dataset.name || control.name;
  if (!place || !name) {
    return control.id;
  }
  const same = [...place.querySelectorAll('input, select, textarea')]
    .filter((other) => (other.dataset.name || other.name) === name);
  return `${place.dataset.plugin}/${name}/${same.indexOf(control)}`;
}
