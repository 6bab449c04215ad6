// The finished pictures, the newest first. The server keeps them, so a reload finds them again.
import { attempt, call, changed, element, find, jobPath } from './base.js';
import { beginWith, inpaint } from './init-picture.js';
import { zoom } from './zoom.js';

const AT_ONCE = 12; // jobs

const receivers = new Map(); // of plugins' sections, by label: what takes a picture's file
let older = []; // ids of jobs whose pictures are not shown yet
let fill = () => {};

/**
 * @param jobs the server's, as it lists them
 * @param again takes a picture's file, to fill the form from it
 */
export async function loadGallery(jobs, again) {
  fill = again;
  older = doneOf(jobs);
  await showOlder();
}

/** Show what ended while nobody looked. */
export async function showNew(jobs) {
  const done = doneOf(jobs);
  const known = done.findIndex((id) => shown(id).length || older.includes(id));
  const fresh = await fetched(done.slice(0, known < 0 ? done.length : known));
  find('gallery').prepend(...fresh.filter((job) => !shown(job.id).length).flatMap(figures));
  mark();
}

const doneOf = (jobs) => jobs.filter((job) => job.state === 'done').map((job) => job.id);

const fetched = (ids) =>
  Promise.all(ids.map((id) => call('GET', jobPath(id)).catch(() => ({}))));

/** A job that ended now. */
export function showDone(job) {
  if (!shown(job.id).length) {
    find('gallery').prepend(...figures(job));
    mark();
  }
}

const shown = (id) => [...document.querySelectorAll(`#gallery [data-job="${CSS.escape(id)}"]`)];

/** A plugin's section takes pictures by a button below each. */
export function receive(label, take) {
  const known = receivers.has(label);
  receivers.set(label, take);
  if (!known) {
    for (const figure of document.querySelectorAll('#gallery figure')) {
      figure.querySelector('.send').append(receiverButton(figure, label));
    }
  }
}

async function showOlder() {
  const jobs = await fetched(older.splice(0, AT_ONCE));
  find('gallery').append(...jobs.flatMap(figures));
  mark();
}

/** The newest picture is shown large. */
function mark() {
  const all = [...document.querySelectorAll('#gallery figure')];
  const job = all[0]?.dataset.job;
  const newest = all.filter((figure) => figure.dataset.job === job);
  all.forEach((figure) => figure.classList.toggle('newest', newest.length === 1 && figure === all[0]));
  find('empty').hidden = all.length > 0;
  find('older').hidden = older.length === 0;
}

function figures(job) {
  return [
    ...(job.images ?? []).map((image) => picture(job, image)),
    ...(job.pictures ?? []).map((view) => given(job, view)),
  ];
}

function figureOf(template, job, view, name) {
  const figure = find(template).content.firstElementChild.cloneNode(true);
  figure.dataset.job = job.id;
  const image = figure.querySelector('img');
  image.src = view.url;
  image.width = view.width;
  image.height = view.height;
  figure.querySelector('.show').addEventListener('click', () => zoom(image));
  const save = figure.querySelector('.save');
  save.href = view.url;
  save.download = `kiln-${name}.png`;
  const send = figure.querySelector('.send');
  send.append(
    sendButton(figure, 'Change it', 'begin', beginWith),
    sendButton(figure, 'Inpaint', 'inpaint', inpaint),
    ...[...receivers.keys()].map((label) => receiverButton(figure, label)));
  return figure;
}

/** One with its infotext. */
function picture(job, image) {
  const figure = figureOf('picture', job, image, image.seed);
  figure.querySelector('img').alt = image.infotext.split('\n')[0] || 'Picture without a prompt';
  figure.querySelector('.infotext').textContent = image.infotext;
  const on = (name, action) => figure.querySelector(name).addEventListener('click', action);
  on('.copy', (event) => copyText(event.target, image.infotext));
  on('.again', () => {
    find('seed').value = image.seed;
    changed(find('seed'));
    find('seed').focus();
  });
  on('.settings', () => attempt(async () => fill(await file(figure))));
  on('.delete', () => attempt(() => forget(job)));
  return figure;
}

/** One that a plugin gave out, with its name. */
function given(job, view) {
  const figure = figureOf('given', job, view, view.name.replace(/[^\p{L}\p{N}_]+/gu, '-'));
  figure.querySelector('img').alt = view.name;
  figure.querySelector('.name').textContent = view.name;
  return figure;
}

/** A section may have come anew since. */
function receiverButton(figure, label) {
  return sendButton(figure, label, 'receiver', (picture) => receivers.get(label)(picture));
}

function sendButton(figure, label, name, take) {
  const button = element('button', { type: 'button', textContent: label, className: name });
  button.addEventListener('click', () => attempt(async () => take(await file(figure))));
  return button;
}

async function file(figure) {
  const save = figure.querySelector('.save');
  const answer = await fetch(save.href);
  if (!answer.ok) {
    throw new Error('the server has forgotten this picture');
  }
  return new File([await answer.blob()], save.download, { type: 'image/png' });
}

/** The server forgets a job as a whole. */
async function forget(job) {
  const pictures = job.images.length;
  const question = pictures > 1
    ? `Delete this picture and the ${pictures - 1} that were made with it?`
    : 'Delete this picture?';
  if (confirm(question)) {
    await call('DELETE', `${jobPath(job.id)}?forget=true`);
    shown(job.id).forEach((figure) => figure.remove());
    mark();
  }
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

find('older').addEventListener('click', () => attempt(showOlder));
