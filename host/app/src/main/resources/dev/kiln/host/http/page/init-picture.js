// The picture that the next one begins with, and its mask.
import { attempt, find } from './base.js';

const chosen = {}; // by input: the file as a data URI

/** What the next request says of it; nothing for a picture from text alone. */
export function initFields() {
  if (!chosen.init) {
    return {};
  }
  const fields = {
    init_images: [chosen.init],
    denoising_strength: Number(find('strength').value),
    resize_mode: find('resize').value,
  };
  if (chosen.mask) {
    const blur = Number(find('mask-blur').value);
    Object.assign(fields, {
      mask: chosen.mask,
      mask_blur_x: blur,
      mask_blur_y: blur,
      mask_invert: find('mask-invert').checked,
      masked_content: find('content').value,
      only_masked: find('only-masked').checked,
    });
  }
  return fields;
}

/** Begin the next picture with one that was made. */
export async function beginWith(url) {
  const answer = await fetch(url);
  await take('init', await answer.blob());
  find('strength').focus();
}

async function take(input, file) {
  chosen[input] = file && await dataUri(file);
  find(`${input}-shown`).src = chosen[input] || 'data:,';
  find(`${input}-shown`).hidden = !file;
  find(`${input}-fields`).hidden = !file;
}

function dataUri(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(new Error(`${file.name} cannot be read`));
    reader.readAsDataURL(file);
  });
}

for (const input of ['init', 'mask']) {
  find(input).addEventListener('change', () => attempt(() => take(input, find(input).files[0])));
}
find('init-clear').addEventListener('click', () => {
  for (const input of ['init', 'mask']) {
    find(input).value = '';
    take(input);
  }
});
