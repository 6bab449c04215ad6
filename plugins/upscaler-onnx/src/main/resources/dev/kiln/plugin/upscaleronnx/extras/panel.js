// A picture file is sent as it is; the answer is a PNG, shown as a link that saves it.
const ROUTE = '/kiln/v1/upscale';

export default async function (section, page) {
  const field = (name) => section.querySelector(`[data-name="${name}"]`);
  const upscalers = await page.call('GET', '/sdapi/v1/upscalers');
  field('upscaler').replaceChildren(...upscalers.map((one) => new Option(one.name)));
  const model = upscalers.find((one) => one.model_path);
  if (model) {
    field('upscaler').value = model.name;
  }
  field('result').firstElementChild.style.maxWidth = '100%';
  let picture = null;

  function take(file) {
    picture = file || null;
    field('go').disabled = !picture;
  }

  function show(running) {
    field('go').disabled = running || !picture;
    field('stop').hidden = !running;
    field('progress').hidden = !running;
    field('progress').removeAttribute('value');
  }

  async function follow(state) {
    while (state.running) {
      const { done, total } = await page.call('GET', ROUTE);
      if (total > 0) {
        field('progress').max = total;
        field('progress').value = done;
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  async function upscale() {
    const state = { running: true };
    page.error('');
    show(true);
    follow(state).catch(() => {});
    try {
      const query = new URLSearchParams({
        upscaler: field('upscaler').value,
        scale: field('scale').value,
      });
      const answer = await fetch(`${ROUTE}?${query}`, {
        method: 'POST',
        headers: { 'Content-Type': picture.type || 'image/png' },
        body: picture,
      });
      if (!answer.ok) {
        throw new Error((await answer.json()).detail);
      }
      const result = field('result');
      result.href = await dataUrl(await answer.blob());
      result.firstElementChild.src = result.href;
      result.hidden = false;
    } catch (problem) {
      page.error(problem.message);
    }
    state.running = false;
    show(false);
  }

  field('file').addEventListener('change', () => take(field('file').files[0]));
  page.receive('Upscale', (file) => {
    const files = new DataTransfer();
    files.items.add(file);
    field('file').files = files.files;
    take(file);
    section.open = true;
    section.scrollIntoView({ block: 'center' });
    field('go').focus({ preventScroll: true });
  });
  section.addEventListener('dragover', (event) => event.preventDefault());
  section.addEventListener('drop', (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
  field('go').addEventListener('click', upscale);
  field('stop').addEventListener('click', () => page.call('DELETE', ROUTE));
}

function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
