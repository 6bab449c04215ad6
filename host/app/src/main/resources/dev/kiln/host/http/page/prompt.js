// Writing prompts: weights by Ctrl+Up and Ctrl+Down, and names of LoRAs and embeddings completed.
import { call, changed, element, find } from './base.js';

const STEP = { '(': 0.1, '<': 0.05 };
const BETWEEN = /[\s.,\\/!?%^*;:{}=`~()<>|]/;
const MOST = 12; // suggestions

const names = []; // { name, text } of all that can be completed
const list = find('suggestions');

let asked = null; // the control that is completed, and which part of its text

// ---- Weights --------------------------------------------------------------------------------

/** Make the selection, or the word or weighted part at the cursor, count more or less. */
function weigh(control, direction) {
  close();
  const part = weighted(control) ?? fresh(control);
  if (!part) {
    return;
  }
  const weight = Number((part.weight + direction * STEP[part.open]).toFixed(2));
  const plain = part.open === '(' && weight === 1;
  const text = plain ? part.text : `${part.open}${part.text}:${weight}${part.open === '(' ? ')' : '>'}`;
  control.setRangeText(text, part.from, part.to);
  const begin = part.from + (plain ? 0 : 1);
  control.setSelectionRange(begin, begin + part.text.length);
  control.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The innermost (text:1.2) or <lora:name:0.8> around the cursor. */
function weighted(control) {
  const { value, selectionStart: at, selectionEnd: end } = control;
  for (const found of value.matchAll(/([(<])([^()<>]*):\s*(-?[\d.]+)\s*[)>]/g)) {
    const to = found.index + found[0].length;
    if (found.index <= at && end <= to) {
      return { open: found[1], text: found[2], weight: Number(found[3]), from: found.index, to };
    }
  }
  return null;
}

function fresh(control) {
  let { selectionStart: from, selectionEnd: to } = control;
  const { value } = control;
  if (from === to) {
    while (from > 0 && !BETWEEN.test(value[from - 1])) {
      from--;
    }
    while (to < value.length && !BETWEEN.test(value[to])) {
      to++;
    }
  }
  const text = value.slice(from, to);
  return text.trim() ? { open: '(', text, weight: 1, from, to } : null;
}

// ---- Names ----------------------------------------------------------------------------------

async function loadNames() {
  const [loras, embeddings] = await Promise.all([
    call('GET', '/sdapi/v1/loras').catch(() => []),
    call('GET', '/sdapi/v1/embeddings').catch(() => ({})),
  ]);
  names.push(...loras.map((lora) => ({ name: lora.name, text: `<lora:${lora.name}:1>` })));
  names.push(...Object.keys(embeddings.loaded ?? {}).map((name) => ({ name, text: name })));
}

function suggest(control) {
  const before = control.value.slice(0, control.selectionStart);
  const tag = /<(?:l|lo|lor|lora|lora:)?([^<>:]*)$/.exec(before);
  const word = tag ?? /([\p{L}\p{N}_\-./]{2,})$/u.exec(before);
  const wanted = word?.[1].toLowerCase();
  const found = word && document.activeElement === control
    ? names.filter((one) => one.name.toLowerCase().includes(wanted) && (!tag || one.text !== one.name))
    : [];
  asked = found.length ? { control, from: word.index, to: control.selectionStart } : null;
  list.replaceChildren(...found.slice(0, MOST).map(suggestion));
  list.hidden = !asked;
  for (const other of [find('prompt'), find('negative')]) {
    other.setAttribute('aria-expanded', String(asked?.control === other));
  }
  if (asked) {
    control.closest('.prompt').append(list);
    choose(0);
  }
}

function suggestion(one, i) {
  const item = element('li', { id: `suggestion-${i}`, textContent: one.name });
  item.setAttribute('role', 'option');
  item.dataset.text = one.text;
  // The prompt keeps the focus.
  item.addEventListener('mousedown', (event) => {
    event.preventDefault();
    take(item);
  });
  return item;
}

function choose(index) {
  const items = [...list.children];
  const chosen = items.at(index % items.length);
  items.forEach((item) => item.setAttribute('aria-selected', String(item === chosen)));
  asked.control.setAttribute('aria-activedescendant', chosen.id);
  chosen.scrollIntoView({ block: 'nearest' });
}

function take(item) {
  const { control, from, to } = asked;
  control.setRangeText(item.dataset.text, from, to, 'end');
  close();
  changed(control);
}

function close() {
  list.hidden = true;
  asked?.control.setAttribute('aria-expanded', 'false');
  asked?.control.removeAttribute('aria-activedescendant');
  asked = null;
}

// ---- Keys -----------------------------------------------------------------------------------

function key(event) {
  const up = event.key === 'ArrowUp';
  if ((event.ctrlKey || event.metaKey) && (up || event.key === 'ArrowDown')) {
    event.preventDefault();
    weigh(event.target, up ? 1 : -1);
  } else if (asked && !event.ctrlKey && !event.metaKey) {
    pick(event, up);
  }
}

function pick(event, up) {
  const items = [...list.children];
  const now = items.findIndex((item) => item.ariaSelected === 'true');
  if (up || event.key === 'ArrowDown') {
    choose(now + (up ? -1 : 1));
  } else if (event.key === 'Enter' || event.key === 'Tab') {
    take(items[now]);
  } else if (event.key === 'Escape') {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

for (const control of [find('prompt'), find('negative')]) {
  control.addEventListener('keydown', key);
  // What is put there by the page needs no completion.
  control.addEventListener('input', (event) => event.isTrusted && suggest(control));
  control.addEventListener('blur', close);
}
loadNames();
