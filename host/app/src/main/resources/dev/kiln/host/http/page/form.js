// The controls of the request: their choices, their bounds, and where they begin.
import { attempt, bound, call, changed, find } from './base.js';
import { keptInfotext } from './infotext.js';
import { initFields, initSize } from './init-picture.js';
import { fillMore, moreFields, offerMore } from './more.js';
import { pluginOptions } from './plugins.js';

const form = find('form');

let own = null; // the model's defaults
let ownSize = 512; // the model's own, in pixels
let told = ''; // the size that was told last
const sizeListeners = [];

// ---- Lists ----------------------------------------------------------------------------------

export async function loadLists() {
  const [description, samplers, schedulers, models, vaes] = await Promise.all([
    call('GET', '/openapi.json'),
    call('GET', '/sdapi/v1/samplers'),
    call('GET', '/sdapi/v1/schedulers'),
    call('GET', '/kiln/v1/models'),
    call('GET', '/sdapi/v1/sd-vae'),
  ]);
  find('sampler').replaceChildren(...samplers.map((one) => new Option(one.name, one.name)));
  find('scheduler').replaceChildren(...schedulers.map((one) => new Option(one.label, one.name)));
  find('model').replaceChildren(...models.map((one) => new Option(one.name, one.name)));
  find('model-field').hidden = models.length < 2;
  find('vae').replaceChildren(
    new Option('As the model says', ''),
    new Option('The model’s own', 'None'),
    ...vaes.map((one) => new Option(one.model_name, one.model_name)));
  find('vae-field').hidden = vaes.length === 0;
  const fields = description.components.schemas.AnyGeneration.properties;
  offerMore(fields);
  const showModel = () => {
    const model = models[find('model').selectedIndex];
    find('model-line').textContent = model ? `model ${model.title}` : 'no model';
    offerSizes(model?.size ?? 512);
    setDefaults(fields, model?.defaults ?? {});
  };
  find('model').addEventListener('change', showModel);
  showModel();
}

/**
 * Where controls begin and how far they go, as the server says of its fields and the model of
 * itself. What the user has changed stays when the model changes.
 */
function setDefaults(fields, next) {
  for (const control of form.querySelectorAll('[data-field]')) {
    const field = fields[control.dataset.field];
    const begin = (defaults) => defaults[control.dataset.field] ?? field.default;
    if (control.type === 'number') {
      bound(control, field);
    }
    if (!own || control.value === String(begin(own))) {
      select(control, begin(next));
    }
  }
  own = next;
  if (own.width || own.height) {
    setSize(own.width ?? ownSize, own.height ?? ownSize);
  }
}

/** A choice that a list does not have leaves it as it is. */
function select(control, value) {
  if (!control.options || [...control.options].some((option) => option.value === value)) {
    control.value = value;
  }
}

/** Show a request in the controls. */
export function fill(request) {
  find('prompt').value = request.prompt;
  find('negative').value = request.negative_prompt;
  select(find('model'), request.model);
  changed(find('model'));
  for (const id of ['sampler', 'scheduler', 'steps', 'cfg', 'seed']) {
    select(find(id), request[find(id).dataset.field]);
  }
  fillMore(request);
  if (request.width && request.height) {
    setSize(request.width, request.height);
  }
  for (const id of ['prompt', 'negative', 'sampler', 'scheduler', 'steps', 'cfg', 'seed']) {
    changed(find(id));
  }
}

// ---- Size -----------------------------------------------------------------------------------

function setSize(width, height) {
  find('width').value = width;
  find('height').value = height;
  find('size').value = '';
  showCustomSize();
}

function offerSizes(own) {
  const more = Math.round((own * 1.5) / 64) * 64;
  const sizes = [
    [`Model’s own, ${own} × ${own}`, '0x0'],
    [`Portrait, ${own} × ${more}`, `${own}x${more}`],
    [`Landscape, ${more} × ${own}`, `${more}x${own}`],
    [`Large, ${more} × ${more}`, `${more}x${more}`],
    ['Other…', ''],
  ];
  ownSize = own;
  find('size').replaceChildren(...sizes.map(([label, value]) => new Option(label, value)));
  find('width').value = own;
  find('height').value = own;
  showCustomSize();
}

function showCustomSize() {
  const custom = find('size').value === '';
  find('custom').hidden = !custom;
  find('width').required = find('height').required = custom;
  tellSize();
}

/** [width, height] of the next picture; zeros are the model's own size. */
function size() {
  const chosen = find('size').value;
  return chosen ? chosen.split('x').map(Number) : [number('width'), number('height')];
}

/** The same in pixels. */
export function pixels() {
  return size().map((side) => side || ownSize);
}

export function onSize(listener) {
  sizeListeners.push(listener);
}

function tellSize() {
  const now = pixels();
  if (String(now) !== told) {
    told = String(now);
    sizeListeners.forEach((listener) => attempt(() => listener(now)));
  }
}

find('size').addEventListener('change', showCustomSize);
find('width').addEventListener('input', tellSize);
find('height').addEventListener('input', tellSize);

// ---- Request --------------------------------------------------------------------------------

const number = (id) => Number(find(id).value);

export async function request() {
  const [width, height] = size();
  return {
    prompt: find('prompt').value,
    negative_prompt: find('negative').value,
    model: find('model').value,
    ...(find('vae').value ? { vae: find('vae').value } : {}),
    // A size that is left open is the model's own, as its settings say.
    ...(width && height ? { width, height } : initSize(ownSize)),
    sampler: find('sampler').value,
    scheduler: find('scheduler').value,
    steps: number('steps'),
    cfg_scale: number('cfg'),
    seed: number('seed'),
    batch_count: number('count'),
    ...moreFields(),
    ...initFields(),
    plugins: await pluginOptions(),
    infotext: keptInfotext(),
    defaults: true,
  };
}
