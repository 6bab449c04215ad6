// The regions are rectangles in cells of 8 pixels, as the latents have them: nothing is rounded twice.
const CELL = 8;

export default function editor(section, page) {
  const canvas = section.querySelector('canvas');
  const list = section.querySelector('ol');
  const field = (name) => section.querySelector(`[name=${name}]`);
  let size = [16, 16];
  let boxes = [];
  let drag = null;

  // The page allows no style in HTML.
  Object.assign(canvas.style, {
    maxWidth: '100%', touchAction: 'none', cursor: 'crosshair', border: '1px solid var(--line)', borderRadius: '6px',
  });
  list.style.paddingLeft = '1.6em';

  const color = (index) => `hsl(${(216 + 137.5 * index) % 360} 75% 50%)`;
  const scale = () => canvas.width / size[0];
  const clamp = (value, most) => Math.max(0, Math.min(most, value));

  function resize() {
    const cells = page.size().map((pixels) => Math.max(1, Math.round(pixels / CELL)));
    boxes = boxes.map((box) => ({
      ...box,
      left: Math.round(box.left * cells[0] / size[0]),
      right: Math.max(1, Math.round(box.right * cells[0] / size[0])),
      top: Math.round(box.top * cells[1] / size[1]),
      bottom: Math.max(1, Math.round(box.bottom * cells[1] / size[1])),
    }));
    size = cells;
    canvas.height = Math.round(canvas.width * size[1] / size[0]);
    draw();
  }

  function draw() {
    const pen = canvas.getContext('2d');
    pen.clearRect(0, 0, canvas.width, canvas.height);
    (drag ? [...boxes, drag] : boxes).forEach((box, index) => {
      const [x, y] = [box.left * scale(), box.top * scale()];
      const [w, h] = [(box.right - box.left) * scale(), (box.bottom - box.top) * scale()];
      pen.globalAlpha = 0.15 + 0.5 * clamp(box.weight, 1);
      pen.fillStyle = color(index);
      pen.fillRect(x, y, w, h);
      pen.globalAlpha = 1;
      pen.strokeStyle = color(index);
      pen.lineWidth = 2;
      pen.strokeRect(x + 1, y + 1, w - 2, h - 2);
      pen.fillStyle = getComputedStyle(canvas).color;
      pen.font = '14px system-ui, sans-serif';
      pen.fillText(`${index + 2}: ${box.weight}`, x + 8, y + 20);
    });
  }

  function show() {
    list.replaceChildren(...boxes.map((box, index) => {
      const weight = Object.assign(document.createElement('input'),
        { type: 'number', min: 0, max: 2, step: 0.05, value: box.weight, ariaLabel: `Weight of part ${index + 2}` });
      weight.addEventListener('input', () => { box.weight = Number(weight.value); draw(); });
      const remove = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Remove' });
      remove.addEventListener('click', () => { boxes.splice(index, 1); show(); });
      Object.assign(weight.style, { display: 'inline-block', width: '5em' });
      const line = document.createElement('li');
      line.style.color = color(index);
      line.append('weight ', weight, ' ', remove);
      return line;
    }));
    draw();
  }

  function place(event) {
    const bounds = canvas.getBoundingClientRect();
    return [
      clamp((event.clientX - bounds.left) / bounds.width * size[0], size[0]),
      clamp((event.clientY - bounds.top) / bounds.height * size[1], size[1]),
    ];
  }

  function stretch(event) {
    const [x, y] = place(event);
    drag.left = Math.floor(Math.min(drag.from[0], x));
    drag.right = Math.ceil(Math.max(drag.from[0], x));
    drag.top = Math.floor(Math.min(drag.from[1], y));
    drag.bottom = Math.ceil(Math.max(drag.from[1], y));
    draw();
  }

  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    drag = { from: place(event), weight: 0.8 };
    stretch(event);
  });
  canvas.addEventListener('pointermove', (event) => drag && stretch(event));
  canvas.addEventListener('pointerup', () => {
    const { left, right, top, bottom, weight } = drag;
    drag = null;
    if (right - left > 1 && bottom - top > 1) boxes.push({ left, right, top, bottom, weight });
    show();
  });
  canvas.addEventListener('pointercancel', () => { drag = null; draw(); });

  field('halves').addEventListener('click', () => {
    const middle = Math.round(size[0] / 2);
    boxes = [[0, middle], [middle, size[0]]].map(([left, right]) => ({ left, right, top: 0, bottom: size[1], weight: 0.8 }));
    show();
  });
  field('clear').addEventListener('click', () => { boxes = []; show(); });
  field('and').addEventListener('click', () => page.insert('\nAND '));

  page.options(() => boxes.length === 0 ? null : {
    divisions: ['1:1', ...boxes.map(() => `${size[1]}:${size[0]}`)].join(','),
    positions: ['0:0', ...boxes.map((box) => `${box.top}-${box.bottom}:${box.left}-${box.right}`)].join(','),
    weights: [field('common').value, ...boxes.map((box) => box.weight)].join(','),
    mode: field('mode').value,
    softBorder: Number(field('softBorder').value),
    endAtStep: Number(field('endAtStep').value),
    merge: field('merge').checked && field('mode').value === 'classic',
    visualize: field('visualize').checked,
  });
  page.onSize(resize);
  resize();
}
