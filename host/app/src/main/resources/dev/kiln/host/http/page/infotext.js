// Fills the form from a picture that is dropped on it or chosen. What the form has no control for
// is kept as text and goes with each request, until it is left out again.
import { attempt, call, dataUri, find, showError } from './base.js';

let kept = ''; // the picture's infotext

/** The infotext for the next request; undefined for none. */
export const keptInfotext = () => kept || undefined;

/** @param fill takes the request that draws the picture again */
export function readPictures(fill) {
  const chosen = find('picture-file');
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer.types.includes('Files')) {
      event.preventDefault();
    }
  });
  document.addEventListener('drop', (event) => {
    const file = event.dataTransfer.files[0];
    // A section may have taken it for itself.
    if (file && !event.defaultPrevented) {
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

/** Fill the form from a picture. */
export async function read(file, fill) {
  const answer = await call('POST', '/kiln/v1/infotext', { image: await dataUri(file) });
  fill(answer.request);
  keep(answer.infotext, file.name);
  showError(answer.warnings.join('. '), true);
}

function keep(infotext, name) {
  kept = infotext;
  find('like').hidden = !infotext;
  find('like-name').textContent = name;
}
