// The mask that is painted on the picture to begin with: strokes, which can be undone, on a canvas
// of the picture's size. What is painted is drawn anew.
import { find } from './base.js';

const canvas = find('brush');
const pen = canvas.getContext('2d', { willReadFrequently: true });

let strokes = []; // { size, erase, points: [[x, y], …] } in pixels of the picture, or { image, file }
let undone = [];
let cursor = null; // [x, y] for the keyboard

/** Begin a mask of such a size without a stroke. */
export function clean(width, height) {
  canvas.width = width;
  canvas.height = height;
  strokes = [];
  undone = [];
  find('erase').checked = false;
  cursor = [width / 2, height / 2];
  find('brush-size').max = Math.max(16, Math.round(Math.max(width, height) / 3));
  find('brush-size').value = Math.max(4, Math.round(Math.max(width, height) / 10));
  show();
}

/** Take a mask from a file: what is white there is painted here. */
export async function takeMask(uri) {
  const image = new Image();
  image.src = uri;
  await image.decode();
  add({ image: alpha(image), file: uri });
}

/** The mask as a data URI, white where it is painted; null where nothing is. */
export function paintedMask() {
  if (strokes.length === 0) {
    return null;
  }
  if (strokes.length === 1 && strokes[0].file) {
    return strokes[0].file;
  }
  const flat = sheet();
  const draw = flat.getContext('2d');
  draw.drawImage(canvas, 0, 0);
  draw.globalCompositeOperation = 'source-in';
  draw.fillStyle = '#fff';
  draw.fillRect(0, 0, flat.width, flat.height);
  draw.globalCompositeOperation = 'destination-over';
  draw.fillStyle = '#000';
  draw.fillRect(0, 0, flat.width, flat.height);
  return flat.toDataURL('image/png');
}

function sheet() {
  const made = document.createElement('canvas');
  made.width = canvas.width;
  made.height = canvas.height;
  return made;
}

/** White stays, black becomes transparent. */
function alpha(image) {
  const made = sheet();
  const draw = made.getContext('2d');
  draw.drawImage(image, 0, 0, made.width, made.height);
  const pixels = draw.getImageData(0, 0, made.width, made.height);
  for (let i = 0; i < pixels.data.length; i += 4) {
    const light = (pixels.data[i] + pixels.data[i + 1] + pixels.data[i + 2]) / 3;
    pixels.data[i + 3] = light * pixels.data[i + 3] / 255;
  }
  draw.putImageData(pixels, 0, 0);
  return made;
}

function add(stroke) {
  strokes.push(stroke);
  undone = [];
  show();
}

function show() {
  pen.clearRect(0, 0, canvas.width, canvas.height);
  strokes.forEach(draw);
  find('undo').disabled = find('clear-mask').disabled = strokes.length === 0;
  find('redo').disabled = undone.length === 0;
  find('mask-fields').hidden = strokes.length === 0;
}

function draw(stroke) {
  pen.globalCompositeOperation = stroke.erase ? 'destination-out' : 'source-over';
  if (stroke.image) {
    pen.drawImage(stroke.image, 0, 0);
    return;
  }
  pen.lineCap = pen.lineJoin = 'round';
  pen.lineWidth = stroke.size;
  pen.strokeStyle = '#e85d1a';
  pen.beginPath();
  const [x, y] = stroke.points[0];
  pen.moveTo(x, y);
  // A click is a dot; a line without any length would not be drawn.
  pen.lineTo(x + 0.01, y);
  stroke.points.forEach((point) => pen.lineTo(...point));
  pen.stroke();
}

const stroke = (point) => ({
  size: Number(find('brush-size').value),
  erase: find('erase').checked,
  points: [point],
});

/** Where the mouse is, in pixels of the picture. */
function at(event) {
  const box = canvas.getBoundingClientRect();
  return [
    (event.clientX - box.left) * canvas.width / box.width,
    (event.clientY - box.top) * canvas.height / box.height,
  ];
}

function undo() {
  if (strokes.length) {
    undone.push(strokes.pop());
    show();
  }
}

function redo() {
  if (undone.length) {
    strokes.push(undone.pop());
    show();
  }
}

function resize(factor) {
  find('brush-size').value = Math.round(Number(find('brush-size').value) * factor);
}

/** Arrows move, Space paints, [ and ] change the size, Ctrl+Z and Ctrl+Y undo and redo. */
function key(event) {
  const step = Number(find('brush-size').value) / 2;
  const control = event.ctrlKey || event.metaKey;
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (control && event.key.toLowerCase() === 'z') {
    (event.shiftKey ? redo : undo)();
  } else if (control && event.key.toLowerCase() === 'y') {
    redo();
  } else if (moves[event.key]) {
    const [x, y] = moves[event.key];
    cursor = [
      Math.min(canvas.width, Math.max(0, cursor[0] + x * step)),
      Math.min(canvas.height, Math.max(0, cursor[1] + y * step)),
    ];
    showCursor();
  } else if (event.key === ' ') {
    add(stroke(cursor));
  } else if (event.key === '[' || event.key === ']') {
    resize(event.key === '[' ? 0.8 : 1.25);
  } else {
    return;
  }
  event.preventDefault();
}

function showCursor() {
  show();
  pen.globalCompositeOperation = 'source-over';
  pen.lineWidth = Math.max(1, canvas.width / 200);
  pen.strokeStyle = '#fff';
  pen.beginPath();
  pen.arc(...cursor, Number(find('brush-size').value) / 2, 0, 2 * Math.PI);
  pen.stroke();
}

canvas.addEventListener('pointerdown', (event) => {
  if (event.button === 0) {
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    add(stroke(at(event)));
  }
});
canvas.addEventListener('pointermove', (event) => {
  if (canvas.hasPointerCapture(event.pointerId)) {
    strokes.at(-1).points.push(at(event));
    show();
  }
});
canvas.addEventListener('keydown', key);
canvas.addEventListener('blur', show);
find('undo').addEventListener('click', undo);
find('redo').addEventListener('click', redo);
find('clear-mask').addEventListener('click', () => {
  strokes = [];
  undone = [];
  show();
});
