// Says the options of the second pass in place of the page's own controls.
const LATENT = ['Latent', 'Latent (antialiased)', 'Latent (bicubic)', 'Latent (bicubic antialiased)',
  'Latent (nearest)', 'Latent (nearest-exact)'];

export default async function (section, page) {
  const field = (name) => section.querySelector(`[data-name="${name}"]`);
  const choices = (names) => names.map((name) => new Option(name));
  field('upscaler').replaceChildren(...choices(LATENT));
  // Without a plugin that has upscalers there is no such route.
  page.call('GET', '/sdapi/v1/upscalers')
    .then((all) => field('upscaler').append(...choices(all.map((one) => one.name))), () => {});

  function show() {
    field('fields').disabled = !field('enabled').checked;
    const [width, height] = page.size().map(
      (side) => Math.floor(side * Number(field('scale').value) / 8) * 8);
    field('result').textContent = `The result has ${width} × ${height} pixels.`;
  }

  section.addEventListener('input', show);
  page.onSize(show);
  page.options(() => field('enabled').checked && {
    enabled: true,
    scale: Number(field('scale').value),
    upscaler: field('upscaler').value,
    strength: Number(field('strength').value),
    steps: Number(field('steps').value),
    prompt: field('prompt').value,
  });
  show();
}
