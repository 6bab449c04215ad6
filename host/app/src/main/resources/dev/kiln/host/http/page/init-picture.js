// The picture that the next one begins with, and its mask.
import { attempt, dataUri, find } from './base.js';
import { clean, paintedMask, takeMask } from './brush.js';

let picture = ''; // as a data URI

/** What the next request says of it; nothing for a picture from text alone. */
export function initFields() {
  if (!picture) {
    return {};
  }
  const fields = {
    init_images: [picture],
    denoising_strength: Number(find('strength').value),
    resize_mode: find('resize').value,
  };
  const mask = paintedMask();
  if (mask) {
    const blur = Number(find('mask-blur').value);
    Object.assign(fields, {
      mask,
      mask_blur_x: blur,
      mask_blur_y: blur,
      mask_invert: find('mask-invert').checked,
      masked_content: find('content').value,
      only_masked: find('only-masked').checked,
    });
  }
  return fields;
}

/**
 * The size at which it is drawn where none is chosen: its own, but no more than twice the model's.
 *
 * @param own the model's own size in pixels
 */
export function initSize(own) {
  const { naturalWidth, naturalHeight } = find('init-shown');
  const factor = own / Math.sqrt(naturalWidth * naturalHeight);
  if (!picture || factor >= 0.5 || (paintedMask() && find('only-masked').checked)) {
    return {};
  }
  const side = (pixels) => Math.max(1, Math.round((pixels * factor) / 8)) * 8;
  return { width: side(naturalWidth), height: side(naturalHeight) };
}

/** Begin the next picture with one that was made. */
export async function beginWith(file) {
  await take(file);
  find('begin').scrollIntoView({ block: 'nearest' });
  find('strength').focus({ preventScroll: true });
}

/** The same, to paint on it what is drawn anew. */
export async function inpaint(file) {
  await take(file);
  find('brush').scrollIntoView({ block: 'center' });
  find('brush').focus({ preventScroll: true });
}

async function take(file) {
  picture = file ? await dataUri(file) : '';
  find('init-shown').src = picture || 'data:,';
  if (picture) {
    await find('init-shown').decode();
    clean(find('init-shown').naturalWidth, find('init-shown').naturalHeight);
  }
  find('init-shown').hidden = !picture;
  find('init-fields').hidden = !picture;
  find('begin-on').hidden = !picture;
  if (picture) {
    find('begin').open = true;
  }
}

find('init').addEventListener('change', () => attempt(() => take(find('init').files[0])));
find('mask').addEventListener('change', () => attempt(async () => {
  const file = find('mask').files[0];
  find('mask').value = '';
  if (file) {
    await takeMask(await dataUri(file));
  }
}));
find('begin').addEventListener('dragover', (event) => event.preventDefault());
find('begin').addEventListener('drop', (event) => {
  const file = event.dataTransfer.files[0];
  if (file) {
    event.preventDefault();
    attempt(() => take(file));
  }
});
find('init-clear').addEventListener('click', () => {
  find('init').value = '';
  take(null);
});
