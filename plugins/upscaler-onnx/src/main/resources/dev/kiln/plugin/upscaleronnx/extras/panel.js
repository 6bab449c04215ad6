// A picture file is sent as it is; what comes of it is kept, and the gallery shows it.
const ROUTE = '/kiln/v1/upscale';

export default async function (section, page) {
  const field = (name) => section.querySelector(`[data-name="${name}"]`);
  const upscalers = await page.call('GET', '/sdapi/v1/upscalers');
  field('upscaler').replaceChildren(...upscalers.map((one) => new Option(one.name)));
  const model = upscalers.find((one) => one.model_path);
  if (model) {
    field('upscaler').value = model.name;
  }
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
        keep: true,
      });
      const answer = await fetch(`${ROUTE}?${query}`, {
        method: 'POST',
        headers: { 'Content-Type': picture.type || 'image/png' },
        body: picture,
      });
      if (!answer.ok) {
        throw new Error((await answer.json()).detail);
      }
      await answer.body.cancel();
      await page.made();
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
