// Units: each that names a detector goes with the next request.
export default async function (section, page) {
  const { ad_model: models } = await page.call('GET', '/adetailer/v1/ad_model');
  const units = [...section.querySelectorAll('[data-unit]')];
  units.forEach((unit) => prepare(unit, models));
  page.options(() => {
    const chosen = units.filter(isOn).map(json);
    return chosen.length ? { units: chosen } : null;
  });
}

function prepare(unit, models) {
  const model = unit.querySelector('[data-name="ad_model"]');
  model.replaceChildren(...['None', ...models].map((name) => new Option(name)));
  model.addEventListener('change', () => {
    unit.querySelector('[data-name="on"]').hidden = !isOn(unit);
  });
}

function isOn(unit) {
  return unit.querySelector('[data-name="ad_model"]').value !== 'None';
}

function json(unit) {
  const values = {};
  for (const field of unit.querySelectorAll('input, select')) {
    if (field.type === 'checkbox') {
      values[field.dataset.name] = field.checked;
    } else {
      values[field.dataset.name] = field.type === 'number' ? Number(field.value) : field.value;
    }
  }
  return values;
}
