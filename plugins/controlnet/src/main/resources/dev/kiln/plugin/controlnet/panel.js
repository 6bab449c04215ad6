// Units: a picture is dropped or chosen, its map is shown, and both go with the next request.
export default async function (section, page) {
  const { control_types: types } = await page.call('GET', '/controlnet/control_types');
  const units = [...section.querySelectorAll('[data-unit]')].map((box) => new Unit(box, types, page));
  page.options(() => {
    const chosen = units.filter((unit) => unit.picture).map((unit) => unit.json());
    return chosen.length ? { units: chosen } : null;
  });
}

class Unit {
  constructor(box, types, page) {
    this.box = box;
    this.page = page;
    this.picture = ''; // base64 without a prefix
    this.turn = 0;
    fill(this.field('type'), Object.keys(types));
    this.field('type').addEventListener('change', () => this.choose(types[this.field('type').value]));
    this.choose(types.All);
    this.field('file').addEventListener('change', () => this.take(this.field('file').files[0]));
    this.field('clear').addEventListener('click', () => this.clear());
    for (const name of ['type', 'module', 'pixel_perfect']) {
      this.field(name).addEventListener('change', () => this.detect());
    }
    box.addEventListener('dragover', (event) => event.preventDefault());
    box.addEventListener('drop', (event) => {
      event.preventDefault();
      this.take(event.dataTransfer.files[0]);
    });
    box.addEventListener('paste', (event) => this.take(event.clipboardData.files[0]));
  }

  field(name) {
    return this.box.querySelector(`[data-name="${name}"]`);
  }

  /** A control type has its own modules and models, and a first choice of each. */
  choose(type) {
    const module = fill(this.field('module'), type.module_list);
    module.value = this.picture ? type.default_option : 'none';
    fill(this.field('model'), type.model_list).value = type.default_model;
  }

  take(file) {
    if (!file) {
      return;
    }
    const reader = new FileReader();
    reader.onload = () => {
      this.picture = reader.result.split(',')[1];
      this.show('picture', reader.result);
      this.field('on').hidden = false;
      this.box.open = true;
      this.detect();
    };
    reader.readAsDataURL(file);
  }

  clear() {
    this.picture = '';
    this.field('file').value = '';
    this.field('on').hidden = true;
    this.show('picture', '');
    this.show('map', '');
  }

  show(name, source) {
    const image = this.field(name);
    image.hidden = !source;
    if (source) {
      image.src = source;
    }
  }

  /** Show what the module makes of the picture. Only the last answer counts. */
  async detect() {
    const turn = ++this.turn;
    const module = this.field('module').value;
    this.show('map', '');
    if (!this.picture || module === 'none') {
      return;
    }
    try {
      const answer = await this.page.call('POST', '/controlnet/detect', {
        controlnet_module: module,
        controlnet_input_images: [this.picture],
        controlnet_processor_res: this.field('pixel_perfect').checked ? Math.min(...this.page.size()) : -1,
      });
      if (turn === this.turn && this.picture) {
        this.show('map', `data:image/png;base64,${answer.images[0]}`);
      }
    } catch (problem) {
      this.page.error(problem.message);
    }
  }

  json() {
    const unit = { enabled: true, image: this.picture };
    for (const name of ['module', 'model', 'control_mode', 'resize_mode', 'hr_option']) {
      unit[name] = this.field(name).value;
    }
    for (const name of ['weight', 'guidance_start', 'guidance_end']) {
      unit[name] = Number(this.field(name).value);
    }
    unit.pixel_perfect = this.field('pixel_perfect').checked;
    return unit;
  }
}

function fill(select, values) {
  select.replaceChildren(...values.map((value) => new Option(value)));
  return select;
}
