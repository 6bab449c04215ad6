// The pictures of the gallery.
import { attempt, find } from './base.js';
import { beginWith } from './init-picture.js';

/** A finished one, with its infotext. */
export function picture(image) {
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
  figure.querySelector('.begin').addEventListener('click', () => attempt(() => beginWith(image.url)));
  return figure;
}

/** One that a plugin gave out, with its name. */
export function given(view) {
  const figure = find('given').content.firstElementChild.cloneNode(true);
  const shown = figure.querySelector('img');
  shown.src = view.url;
  shown.width = view.width;
  shown.height = view.height;
  shown.alt = view.name;
  figure.querySelector('a').href = view.url;
  figure.querySelector('.name').textContent = view.name;
  const save = figure.querySelector('.save');
  save.href = view.url;
  save.download = `kiln-${view.name.replace(/[^\p{L}\p{N}_]+/gu, '-')}.png`;
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
