// The page of Kiln. It only talks to /kiln/v1 and reads the lists of /sdapi/v1.
const find = (id) => document.getElementById(id);
const form = find('form');

let job = null; // the id of the job that this page waits for
let events = null; // its event stream

/** Send a request; an answer that is no success becomes an error with the server's sentence. */
async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body ? { 'Content-Type': 'application/json' } : {},
      body: body && JSON.stringify(body),
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

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function showError(message, mild = false) {
  find('error').textContent = message;
  find('error').classList.toggle('mild', mild);
  find('error').hidden = !message;
}

// ---- Lists ----------------------------------------------------------------------------------

async function loadLists() {
  const [samplers, schedulers, models] = await Promise.all([
    call('GET', '/sdapi/v1/samplers'),
    call('GET', '/sdapi/v1/schedulers'),
    call('GET', '/kiln/v1/models'),
  ]);
  find('sampler').replaceChildren(...samplers.map((one) => new Option(one.name, one.name)));
  find('scheduler').replaceChildren(...schedulers.map((one) => new Option(one.label, one.name)));
  find('model').replaceChildren(...models.map((one) => new Option(one.name, one.name)));
  find('model-field').hidden = models.length < 2;
  choose(find('sampler'), 'DPM++ 2M');
  choose(find('scheduler'), 'automatic');
  const showModel = () => {
    const model = models[find('model').selectedIndex];
    find('model-line').textContent = model ? `model ${model.title}` : 'no model';
    offerSizes(model?.size ?? 512);
  };
  find('model').addEventListener('change', showModel);
  showModel();
}

function choose(select, value) {
  if ([...select.options].some((option) => option.value === value)) {
    select.value = value;
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
  find('size').replaceChildren(...sizes.map(([label, value]) => new Option(label, value)));
  find('width').value = own;
  find('height').value = own;
  showCustomSize();
}

function showCustomSize() {
  const custom = find('size').value === '';
  find('custom').hidden = !custom;
  find('width').required = find('height').required = custom;
}

function size() {
  const chosen = find('size').value;
  return chosen ? chosen.split('x').map(Number) : [number('width'), number('height')];
}

const number = (id) => Number(find(id).value);

// ---- Plugins --------------------------------------------------------------------------------

async function loadPlugins() {
  const report = await call('GET', '/kiln/v1/plugins');
  find('plugins').replaceChildren(...report.options.map(optionGroup));
  find('plugins').hidden = report.options.length === 0;
}

/** A plugin's options; they are sent only when its switch is on. */
function optionGroup(group) {
  const enable = element('input', { type: 'checkbox' });
  const mark = element('span', { className: 'on', textContent: 'on', hidden: true });
  const fields = element('fieldset', { disabled: true });
  fields.append(element('div', { className: 'grid' }, ...group.fields.map(optionField)));
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

function optionField(field) {
  const input = element('input', { name: field.name });
  input.dataset.type = field.type;
  if (field.type === 'boolean') {
    input.type = 'checkbox';
    input.checked = field.standard;
    return element('label', { className: 'switch' }, input, field.label);
  }
  input.type = field.type === 'String' ? 'text' : 'number';
  input.step = field.type === 'int' ? 1 : 'any';
  input.min = field.min ?? '';
  input.max = field.max ?? '';
  input.required = field.type !== 'String';
  input.value = field.standard;
  return element('label', {}, field.label, input);
}

function pluginOptions() {
  const chosen = {};
  for (const group of find('plugins').children) {
    const fields = group.querySelector('fieldset');
    if (!fields.disabled) {
      chosen[group.dataset.plugin] = Object.fromEntries(
        [...fields.querySelectorAll('input')].map((input) => [input.name, optionValue(input)]));
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

async function loadPanels() {
  const panels = await call('GET', '/kiln/v1/panels');
  find('panels').replaceChildren(...panels.map(panel));
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

// ---- Generating -----------------------------------------------------------------------------

function request() {
  const [width, height] = size();
  return {
    prompt: find('prompt').value,
    negative_prompt: find('negative').value,
    model: find('model').value,
    width,
    height,
    sampler: find('sampler').value,
    scheduler: find('scheduler').value,
    steps: number('steps'),
    cfg_scale: number('cfg'),
    seed: number('seed'),
    batch_count: number('count'),
    plugins: pluginOptions(),
  };
}

async function generate() {
  showError('');
  setRunning(true);
  if (matchMedia('(max-width: 860px)').matches) {
    find('output').scrollIntoView();
  }
  try {
    job = (await call('POST', '/kiln/v1/jobs', request())).id;
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
  showError(view.detail ?? view.warnings?.join(' '), !view.detail);
  view.images?.toReversed().forEach((image) => find('gallery').prepend(picture(image)));
  find('empty').hidden = find('gallery').children.length > 0;
  fill(find('panels'));
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

/** Do something whose failure is shown and changes nothing else. */
async function attempt(action) {
  try {
    await action();
  } catch (problem) {
    showError(problem.message);
  }
}

// ---- Pictures -------------------------------------------------------------------------------

function picture(image) {
  const figure = find('picture').content.firstElementChild.cloneNode(true);
  const shown = figure.querySelector('img');
  shown.src = image.url;
  shown.width = image.width;
  shown.height = image.height;
  shown.alt = image.infotext.split('\n')[0] || 'Picture without a prompt';
  figure.querySelector('a').href = image.url;
  figure.querySelector('.infotext').textContent = image.infotext;
  const save = figure.querySelector('.save');
  save.href = image.url;
  save.download = `kiln-${image.seed}.png`;
  const copy = figure.querySelector('.copy');
  copy.addEventListener('click', () => copyText(copy, image.infotext));
  figure.querySelector('.again').addEventListener('click', () => {
    find('seed').value = image.seed;
    find('seed').focus();
  });
  return figure;
}

async function copyText(button, text) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not allowed here';
  }
  setTimeout(() => { button.textContent = label; }, 1500);
}

// ---- Wiring ---------------------------------------------------------------------------------

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
find('size').addEventListener('change', showCustomSize);
find('random').addEventListener('click', () => { find('seed').value = -1; });

await attempt(loadLists);
await attempt(loadPlugins);
await attempt(loadPanels);
document.body.dataset.ready = 'true';
