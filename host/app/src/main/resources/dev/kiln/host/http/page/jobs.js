// The server's queue: what runs is shown with its progress, what waits can be taken out.
import { JOBS, attempt, call, element, find, jobPath, showError } from './base.js';

const AGAIN = 5000; // ms until a server that refused is asked again

const warned = new Map(); // by job: what was left out of its request before it began
let line = []; // ids of jobs that have not been followed yet, in their order
let followed = null; // the job whose progress is shown
let events = null; // its event stream
let looks = 0; // how often the queue was looked at
let shown = ''; // ids of jobs that are shown as waiting
let stopped = null; // the job that was asked to stop
let ended = () => {};

/** @param listener takes each job that ended, with its pictures */
export function onEnd(listener) {
  ended = listener;
}

export async function submit(request) {
  const job = await call('POST', JOBS, request);
  warned.set(job.id, job.warnings ?? []);
  line.push(job.id);
  await refresh();
}

/** The server's jobs: those that have not ended in their order, then the others, the last first. */
export const listed = () => call('GET', JOBS);

/** Follow what is next in the queue. A reload finds a running job so. */
export async function refresh(jobs = listed()) {
  const look = ++looks;
  const open = (await jobs)
    .filter((job) => job.state === 'running' || job.state === 'queued')
    .map((job) => job.id);
  if (look !== looks) {
    return; // A later one sees more.
  }
  line.push(...open.filter((id) => id !== followed && !line.includes(id)));
  // A job that came in between is listed behind those that were there.
  line.sort((one, other) => open.indexOf(one) - open.indexOf(other));
  if (!followed && line.length) {
    follow(line.shift());
  }
  await showQueue(line.filter((id) => open.includes(id)), look);
}

/** End the running job with the step under way and show what is there; asked twice, at once. */
export async function stop() {
  const id = followed;
  if (id && stopped === id) {
    await attempt(() => call('DELETE', jobPath(id)));
  } else if (id) {
    stopped = id;
    await attempt(() => call('DELETE', `${jobPath(id)}?interrupt=true`));
  }
}

function follow(id) {
  followed = id;
  setRunning(true);
  events = new EventSource(`${jobPath(id)}/events`);
  let lost = false;
  events.addEventListener('progress', (event) => showProgress(JSON.parse(event.data)));
  events.addEventListener('done', (event) => finish(JSON.parse(event.data)));
  events.addEventListener('failed', (event) => finish(JSON.parse(event.data)));
  events.addEventListener('cancelled', () => finish({ id }));
  events.onerror = () => {
    // The browser tries again by itself unless the server refused.
    if (events.readyState === EventSource.CLOSED) {
      finish({ id, detail: 'the connection to the server was lost; the job may still be running' }, AGAIN);
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

function finish(job, pause = 0) {
  events.close();
  followed = null;
  setRunning(false);
  const warnings = [...(warned.get(job.id) ?? []), ...(job.warnings ?? [])];
  warned.delete(job.id);
  if (job.detail || warnings.length) {
    showError(job.detail ?? warnings.join('. '), !job.detail);
  }
  ended(job);
  setTimeout(() => attempt(() => refresh()), pause);
}

// ---- What is shown --------------------------------------------------------------------------

function setRunning(running) {
  find('stop').disabled = !running;
  find('running').hidden = !running;
  find('preview').hidden = true;
  showProgress({ state: 'queued', ahead: 0, progress: 0 });
}

function showProgress(now) {
  find('progress').value = now.progress;
  find('status').textContent = statusText(now);
  const steps = now.batch * now.steps + now.step;
  const pace = steps > 0 ? `${(steps / now.seconds).toFixed(1)} it/s` : '';
  find('pace').textContent = now.eta > 1 ? `${pace}, ${Math.round(now.eta)} s left` : pace;
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

async function showQueue(ids, look) {
  const jobs = await Promise.all(ids.map((id) => call('GET', jobPath(id)).catch(() => null)));
  const queued = jobs.filter((job) => job?.state === 'queued');
  const now = queued.map((job) => job.id).join();
  // A button that someone presses is not taken away for nothing.
  if (look !== looks || now === shown) {
    return;
  }
  shown = now;
  find('queue').replaceChildren(...queued.map(waiting));
  find('queue-box').hidden = find('queue').children.length === 0;
}

function waiting(job) {
  const what = job.prompt || 'A picture without a prompt';
  const cancel = element('button', { type: 'button', textContent: 'Cancel', ariaLabel: `Cancel: ${what}` });
  cancel.addEventListener('click', () => attempt(async () => {
    await call('DELETE', jobPath(job.id));
    await refresh();
  }));
  return element('li', {}, element('span', { textContent: what }), cancel);
}
