// The records in a table that sorts and filters, and the fastest of what it shows as bars.
// Texts come from strangers' files: they become text nodes, never HTML.
const PATH = '/kiln/v1/benchmark/records';
const CHART = '/kiln/v1/benchmark/chart.js';
const PAGE = 200; // as many as the public site shows at once
const BARS = 20;
const COLORS = ['#c8501e', '#e08a3c', '#d9b45a', '#7d9c6b', '#4d8a8f', '#4a6fa5', '#7a5c99'];
const COLUMNS = [
  ['timestamp', 'date'], ['performance', 'it/s'], ['version', 'version'], ['system', 'system'],
  ['libraries', 'libraries'], ['device', 'device'], ['flags', 'optimizations'],
  ['settings', 'settings'], ['username', 'user'], ['note', 'note'], ['id', 'id'],
];

export default function (section, page) {
  const records = new Records(section, page);
  records.part('open').addEventListener('click', () => records.open());
}

class Records {
  constructor(section, page) {
    this.section = section;
    this.page = page;
    this.dialog = section.querySelector('dialog');
    this.all = [];
    this.sort = { column: 'timestamp', down: true };
    this.shown = PAGE;
    this.head();
    this.style();
    this.part('search').addEventListener('input', () => this.show(PAGE));
    this.part('whose').addEventListener('change', () => this.show(PAGE));
    this.part('more').addEventListener('click', () => this.show(this.shown + PAGE));
    this.part('close').addEventListener('click', () => this.dialog.close());
    this.part('file').addEventListener('change', () => this.take());
    this.part('export').addEventListener('click', () => this.give());
    this.part('forget').addEventListener('click', () =>
      this.attempt(async () => this.answered(await page.call('DELETE', PATH))));
  }

  part(name) {
    return this.section.querySelector(`[data-name="${name}"]`);
  }

  /** The page's policy allows no style attributes in HTML. */
  style() {
    Object.assign(this.dialog.style, { width: '94vw', maxWidth: '1600px', height: '92vh', padding: '16px 20px' });
    Object.assign(this.part('tools').style, { display: 'flex', flexWrap: 'wrap', gap: '12px', alignItems: 'end' });
    Object.assign(this.part('chart').style, { height: '260px', position: 'relative' });
    Object.assign(this.part('scroll').style, { overflowX: 'auto', fontSize: '13px' });
    for (const label of this.part('tools').querySelectorAll('label')) {
      label.style.margin = 0;
    }
  }

  async open() {
    this.dialog.showModal();
    await this.attempt(async () => {
      await Promise.all([this.fetch(), library()]);
      this.show(PAGE);
    });
  }

  async fetch() {
    this.answered(await this.page.call('GET', PATH));
  }

  answered({ records, problems }) {
    this.all = records;
    this.say(problems.join('; '));
    this.show(PAGE);
  }

  async take() {
    const input = this.part('file');
    const file = input.files[0];
    if (!file) {
      return;
    }
    await this.attempt(async () => {
      const { added, known, skipped } = await this.page.call('POST', PATH, { name: file.name, text: await file.text() });
      await this.fetch();
      this.say(`${file.name}: ${added} records imported`
        + (known ? `, ${known} were there before` : '') + (skipped ? `, ${skipped} have no it/s` : ''));
    });
    input.value = '';
  }

  /** As the extension keeps records, so that a site or another Kiln can import them. */
  give() {
    const records = this.chosen().map(({ id, speeds, ...record }) => record);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(records, null, 2)], { type: 'application/json' }));
    link.download = 'benchmark-data.json';
    link.click();
    URL.revokeObjectURL(link.href);
    this.say(`${records.length} records exported to ${link.download}`);
  }

  /** A sentence that fails belongs here: the page's own place is behind the dialog. */
  async attempt(action) {
    try {
      await action();
    } catch (problem) {
      this.say(problem.message, true);
    }
  }

  say(text, failed = false) {
    this.part('said').textContent = text;
    this.part('said').classList.toggle('failed', failed);
  }

  head() {
    const row = document.createElement('tr');
    for (const [column, label] of COLUMNS) {
      const cell = document.createElement('th');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = label;
      button.addEventListener('click', () => this.sortBy(column));
      cell.dataset.column = column;
      cell.append(button);
      row.append(cell);
    }
    this.section.querySelector('thead').replaceChildren(row);
  }

  sortBy(column) {
    const same = this.sort.column === column;
    // Of dates and speeds the largest come first, of texts the first letters.
    const down = column === 'timestamp' || column === 'performance';
    this.sort = { column, down: same ? !this.sort.down : down };
    this.show(PAGE);
  }

  chosen() {
    const words = this.part('search').value.toLowerCase().split(/\s+/).filter(Boolean);
    const whose = this.part('whose').value;
    const direction = this.sort.down ? -1 : 1;
    return this.all
      .filter((record) => !whose || (whose === 'own') === Boolean(record.id))
      .filter((record) => words.every((word) => COLUMNS.some(([column]) => record[column].toLowerCase().includes(word))))
      .sort((a, b) => direction * compare(key(a, this.sort.column), key(b, this.sort.column)));
  }

  show(most) {
    this.shown = most;
    const chosen = this.chosen();
    for (const cell of this.section.querySelectorAll('th')) {
      const order = this.sort.down ? 'descending' : 'ascending';
      cell.ariaSort = cell.dataset.column === this.sort.column ? order : 'none';
    }
    this.section.querySelector('tbody').replaceChildren(...chosen.slice(0, most).map(tableRow));
    this.part('more').hidden = chosen.length <= most;
    this.part('more').textContent = `Show more of ${chosen.length}`;
    this.draw(chosen.filter((record) => record.speeds.some(Number.isFinite)).slice(0, BARS));
  }

  draw(records) {
    this.part('chart').hidden = records.length === 0;
    this.chart?.destroy();
    if (!window.Chart || records.length === 0) {
      return;
    }
    const batches = Math.max(...records.map((record) => record.speeds.length));
    const color = getComputedStyle(this.dialog).color;
    this.chart = new window.Chart(this.section.querySelector('canvas'), {
      type: 'bar',
      data: {
        labels: records.map(name),
        datasets: Array.from({ length: batches }, (_, i) => ({
          label: `batch ${2 ** i}`,
          data: records.map((record) => record.speeds[i] ?? null),
          backgroundColor: COLORS[i % COLORS.length],
        })),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        plugins: { legend: { labels: { color } } },
        scales: {
          x: { ticks: { color, maxRotation: 30 } },
          y: { beginAtZero: true, title: { display: true, text: 'it/s', color }, ticks: { color } },
        },
      },
    });
  }
}

function tableRow(record) {
  const row = document.createElement('tr');
  for (const [column] of COLUMNS) {
    const cell = document.createElement('td');
    cell.style.verticalAlign = 'top';
    cell.style.whiteSpace = column === 'performance' ? 'pre' : 'normal';
    cell.textContent = column === 'performance' ? record.performance.replaceAll(' / ', '\n') : record[column];
    row.append(cell);
  }
  return row;
}

/** A bar's name: what tells machines apart, short. */
function name(record) {
  const device = record.device.match(/device:(\S[^(]*?)(?= \(| \w+:|$)/)?.[1] ?? '';
  const cpu = record.system.match(/cpu:(.*?)(?= \w+:|$)/)?.[1] ?? '';
  const text = record.id ? record.id.slice(0, 15) : `${device || cpu} ${record.username}`;
  return text.trim().slice(0, 32);
}

function key(record, column) {
  if (column === 'performance') {
    return Math.max(0, ...record.speeds.filter(Number.isFinite));
  }
  return column === 'timestamp' ? Date.parse(record.timestamp) || 0 : record[column].toLowerCase();
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

let loaded;

/** Chart.js is no module: it puts itself into the window. */
function library() {
  loaded ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = CHART;
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => reject(new Error('the charts cannot be drawn: the server gave no Chart.js')));
    document.head.append(script);
  });
  return loaded;
}
