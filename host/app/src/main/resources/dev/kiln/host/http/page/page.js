// The page of Kiln. It only talks to /kiln/v1 and reads the lists of /sdapi/v1.
import { attempt, call, find, showError } from './base.js';
import { keptInfotext, readPictures } from './infotext.js';
import { initFields } from './init-picture.js';
import { given, picture } from './pictures.js';
import { fillPanels, loadPanels, loadPlugins, pluginOptions } from './plugins.js';

const form = find('form');

let job = null; // the id of the job that this page waits for
let leftOut = []; // what it was warned of before it began
let events = null; // its event stream
let own = null; // the model's defaults
let ownSize = 512; // the model's own, in pixels
let told = ''; // the size that was told last
const sizeListeners = [];

// ---- Lists ----------------------------------------------------------------------------------

async function loadLists() {
  const [description, samplers, schedulers, models] = await Promise.all([
    call('GET', '/openapi.json'),
    call('GET', '/sdapi/v1/samplers'),
    call('GET', '/sdapi/v1/schedulers'),
    call('GET', '/kiln/v1/models'),
  ]);
  find('sampler').replaceChildren(...samplers.map((one) => new Option(one.name, one.name)));
  find('scheduler').replaceChildren(...schedulers.map((one) => new Option(one.label, one.name)));
  find('model').replaceChildren(...models.map((one) => new Option(one.name, one.name)));
  find('model-field').hidden = models.length < 2;
  const fields = description.components.schemas.AnyGeneration.properties;
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
      control.min = field.minimum;
      control.max = Math.min(field.maximum, Number.MAX_SAFE_INTEGER);
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

function setSize(width, height) {
  find('width').value = width;
  find('height').value = height;
  find('size').value = '';
  showCustomSize();
}

/** Show a request in the controls. */
function fill(request) {
  find('prompt').value = request.prompt;
  find('negative').value = request.negative_prompt;
  select(find('model'), request.model);
  find('model').dispatchEvent(new Event('change'));
  for (const id of ['sampler', 'scheduler', 'steps', 'cfg', 'seed']) {
    select(find(id), request[find(id).dataset.field]);
  }
  if (request.width && request.height) {
    setSize(request.width, request.height);
  }
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
function pixels() {
  return size().map((side) => side || ownSize);
}

function tellSize() {
  const now = pixels();
  if (String(now) !== told) {
    told = String(now);
    sizeListeners.forEach((listener) => attempt(() => listener(now)));
  }
}

const number = (id) => Number(find(id).value);

// ---- Generating -----------------------------------------------------------------------------

async function request() {
  const [width, height] = size();
  return {
    prompt: find('prompt').value,
    negative_prompt: find('negative').value,
    model: find('model').value,
    // A size that is left open is the model's own, as its settings say.
    ...(width && height ? { width, height } : {}),
    sampler: find('sampler').value,
    scheduler: find('scheduler').value,
    steps: number('steps'),
    cfg_scale: number('cfg'),
    seed: number('seed'),
    batch_count: number('count'),
    ...initFields(),
    plugins: await pluginOptions(),
    infotext: keptInfotext(),
    defaults: true,
  };
}

async function generate() {
  showError('');
  setRunning(true);
  if (matchMedia('(max-width: 860px)').matches) {
    find('output').scrollIntoView();
  }
  try {
    const answer = await call('POST', '/kiln/v1/jobs', await request());
    job = answer.id;
    leftOut = answer.warnings ?? [];
    follow(job);
  } catch (problem) {
    setRunning(false);
    showError(problem.message);
  }
}

function follow(id) {
  events?.close();
  events = new EventSource(`/kiln/v1/jobs/${encodeURIComponent(id)}/events`);
  let lost = false;
  events.addEventListener('progress', (event) => showProgress(JSON.parse(event.data)));
  events.addEventListener('done', (event) => finish(JSON.parse(event.data)));
  events.addEventListener('failed', (event) => finish(JSON.parse(event.data)));
  events.addEventListener('cancelled', () => finish({ detail: '' }));
  events.onerror = () => {
    // The browser tries again by itself unless the server refused.
    if (events.readyState === EventSource.CLOSED) {
      finish({ detail: 'the connection to the server was lost; the job may still be running' });
    } else if (!lost) {
      lost = true;
      setRunning(false);
      showError('the connection to the server is lost; the page goes on when it is back');
    }
  };
  events.onopen = () => {
    if (lost) {
      lost = false;
      showError('');
      setRunning(true);
    }
  };
}

function finish(view) {
  events.close();
  job = null;
  setRunning(false);
  showError(view.detail ?? [...leftOut, ...(view.warnings ?? [])].join('. '), !view.detail);
  find('gallery').prepend(...(view.images ?? []).map(picture), ...(view.pictures ?? []).map(given));
  find('empty').hidden = find('gallery').children.length > 0;
  fillPanels();
}

function setRunning(running) {
  find('generate').disabled = running;
  find('stop').disabled = !running;
  find('running').hidden = !running;
  find('empty').hidden = running || find('gallery').children.length > 0;
  find('preview').hidden = true;
  showProgress({ state: 'queued', ahead: 0, progress: 0 });
}

function showProgress(now) {
  find('progress').value = now.progress;
  find('status').textContent = statusText(now);
  const steps = now.batch * now.steps + now.step;
  find('pace').textContent = steps > 0 ? `${(steps / now.seconds).toFixed(1)} it/s` : '';
  if (now.preview) {
    find('preview').src = now.preview;
    find('preview').hidden = false;
  }
}

function statusText(now) {
  if (now.state === 'queued') {
    return now.ahead ? `Waiting, ${now.ahead} before this one` : 'Starting';
  }
  const batch = now.batches > 1 ? `Picture ${Math.min(now.batch + 1, now.batches)} of ${now.batches}, ` : '';
  return `${batch}step ${now.step} of ${now.steps}`.replace(/^s/, 'S');
}

async function stop() {
  if (job) {
    find('stop').disabled = true;
    await attempt(() => call('DELETE', `/kiln/v1/jobs/${encodeURIComponent(job)}`));
  }
}

// ---- Wiring ---------------------------------------------------------------------------------

/** Put text where the cursor of the prompt is. */
function insert(text) {
  const prompt = find('prompt');
  prompt.setRangeText(text, prompt.selectionStart, prompt.selectionEnd, 'end');
  prompt.dispatchEvent(new Event('input', { bubbles: true }));
  prompt.focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  generate();
});
form.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !find('generate').disabled) {
    event.preventDefault();
    form.requestSubmit();
  }
});
// A wrong value in a closed group could not be shown otherwise.
form.addEventListener('invalid', (event) => {
  event.target.closest('details')?.setAttribute('open', '');
}, true);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    stop();
  }
});
find('stop').addEventListener('click', stop);
readPictures(fill);
find('size').addEventListener('change', showCustomSize);
find('width').addEventListener('input', tellSize);
find('height').addEventListener('input', tellSize);
find('random').addEventListener('click', () => { find('seed').value = find('seed').min; });

await attempt(loadLists);
await attempt(loadPlugins);
await attempt(() => loadPanels({
  call,
  size: pixels,
  onSize: (listener) => sizeListeners.push(listener),
  error: showError,
  insert,
}));
document.body.dataset.ready = 'true';
