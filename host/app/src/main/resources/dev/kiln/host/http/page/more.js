// Fields of a request that few set: made from the server's description, sent where they are set.
import { bound, element, find } from './base.js';

const LABELS = {
  clip_skip: 'CLIP skip',
  batch_size: 'Pictures at once',
  subseed: 'Variation seed',
  subseed_strength: 'Variation strength',
  eta: 'Eta',
};

/** @param fields the server's description of a request, by name */
export function offerMore(fields) {
  const controls = Object.keys(LABELS).filter((name) => fields[name]).map((name) => {
    const field = fields[name];
    const control = element('input', {
      id: `more-${name}`,
      type: 'number',
      step: field.type === 'integer' ? 1 : 'any',
      placeholder: String(field.default ?? ''),
    });
    bound(control, field);
    control.dataset.more = name;
    return element('label', {}, LABELS[name], control);
  });
  find('more-fields').replaceChildren(...controls);
  show();
}

/** What is set. */
export function moreFields() {
  return Object.fromEntries(
    set().map((control) => [control.dataset.more, Number(control.value)]));
}

/** Show what a request has, without what is as always. */
export function fillMore(request) {
  for (const control of find('more-fields').querySelectorAll('[data-more]')) {
    const value = request[control.dataset.more];
    control.value = value === undefined || String(value) === control.placeholder ? '' : value;
  }
  show();
}

function set() {
  return [...find('more-fields').querySelectorAll('[data-more]')].filter((one) => one.value !== '');
}

function show() {
  find('more-on').hidden = set().length === 0;
}

find('more-fields').addEventListener('input', show);
