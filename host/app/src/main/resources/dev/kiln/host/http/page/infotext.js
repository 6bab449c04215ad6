// Fills the form from a picture that is dropped on it or chosen. What the form has no control for
// is kept as text and goes with each request, until it is left out again.
import { attempt, call, find, showError } from './base.js';

let kept = ''; // the picture's infotext

/** The infotext for the next request; undefined for none. */
export const keptInfotext = () => kept || undefined;

/** @param fill takes the request that draws the picture again */
export function readPictures(fill) {
  const form = find('form');
  const chosen = find('picture-file');
  form.addEventListener('dragover', (event) => {
    if (event.dataTransfer.types.includes('Files')) {
      event.preventDefault();
    }
  });
  form.addEventListener('drop', (event) => {
    const file = event.dataTransfer.files[0];
    if (file) {
      event.preventDefault();
      attempt(() => read(file, fill));
    }
  });
  chosen.addEventListener('change', () => {
    const file = chosen.files[0];
    chosen.value = '';
    if (file) {
      attempt(() => read(file, fill));
    }
  });
  find('forget').addEventListener('click', () => keep('', ''));
}

async function read(file, fill) {
  const answer = await call('POST', '/kiln/v1/infotext', { image: await base64(file) });
  fill(answer.request);
  keep(answer.infotext, file.name);
  showError(answer.warnings.join('. '), true);
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(new Error(`${file.name} cannot be read`));
    reader.readAsDataURL(file);
  });
}

function keep(infotext, name) {
  kept = infotext;
  find('like').hidden = !infotext;
  find('like-name').textContent = name;
}
