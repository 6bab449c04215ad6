// The page of Kiln. It only talks to /kiln/v1 and reads the lists of /sdapi/v1.
import './prompt.js';
import './settings.js';
import './theme.js';
import { attempt, call, changed, find, showError } from './base.js';
import { fill, loadLists, onSize, pixels, request } from './form.js';
import { loadGallery, receive, showDone, showNew } from './gallery.js';
import { read, readPictures } from './infotext.js';
import { listed, onEnd, refresh, stop, submit } from './jobs.js';
import { onSwitch } from './plugin-list.js';
import { fillPanels, loadPanels, loadPlugins } from './plugins.js';
import { remember, restore } from './remember.js';

const form = find('form');

async function generate() {
  showError('');
  bringOutputInSight();
  await attempt(async () => submit(await request()));
}

function bringOutputInSight() {
  if (matchMedia('(max-width: 860px)').matches) {
    find('output').scrollIntoView();
  }
  find('output').scrollTo(0, 0);
}

/** Put text where the cursor of the prompt is. */
function insert(text) {
  const prompt = find('prompt');
  prompt.setRangeText(text, prompt.selectionStart, prompt.selectionEnd, 'end');
  changed(prompt);
  prompt.focus();
}

/** Show what the server has got meanwhile. */
async function lookAgain() {
  await showNew(await listed());
  await refresh();
}

async function made() {
  await lookAgain();
  bringOutputInSight();
}

async function loadSections() {
  await attempt(loadPlugins);
  await attempt(() => loadPanels({
    call,
    size: pixels,
    onSize,
    error: showError,
    insert,
    receive,
    made,
  }));
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  generate();
});
form.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
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
// Others may have asked for pictures while nobody looked.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    attempt(lookAgain);
  }
});
find('stop').addEventListener('click', stop);
find('random').addEventListener('click', () => {
  find('seed').value = find('seed').min;
  changed(find('seed'));
});
readPictures(fill);
onEnd((job) => {
  showDone(job);
  fillPanels();
});
onSwitch(async () => {
  await loadSections();
  restore(find('input'));
});

await attempt(loadLists);
await loadSections();
remember(find('input'));
await attempt(async () => {
  const jobs = await listed();
  await loadGallery(jobs, (file) => read(file, fill));
  await refresh(jobs);
});
document.body.dataset.ready = 'true';
