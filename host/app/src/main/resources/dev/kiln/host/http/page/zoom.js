// One picture of the gallery alone, as large as the window; a click shows each of its pixels.
import { find } from './base.js';

const dialog = find('zoom');
const shown = find('zoom-picture');

let all = []; // the pictures of the gallery as they stand there
let index = 0;

/** @param picture an img of the gallery */
export function zoom(picture) {
  all = [...document.querySelectorAll('#gallery figure img')];
  show(all.indexOf(picture));
  dialog.showModal();
}

function show(next) {
  index = (next + all.length) % all.length;
  shown.src = all[index].src;
  shown.alt = all[index].alt;
  shown.classList.remove('pixels');
  const infotext = all[index].closest('figure').querySelector('.infotext, .name');
  find('zoom-text').textContent = infotext.textContent;
  find('zoom-previous').hidden = find('zoom-next').hidden = all.length < 2;
}

find('zoom-previous').addEventListener('click', () => show(index - 1));
find('zoom-next').addEventListener('click', () => show(index + 1));
find('zoom-close').addEventListener('click', () => dialog.close());
shown.addEventListener('click', () => shown.classList.toggle('pixels'));
dialog.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
    show(index + (event.key === 'ArrowLeft' ? -1 : 1));
  }
  // Escape closes this, and stops no job.
  event.stopPropagation();
});
