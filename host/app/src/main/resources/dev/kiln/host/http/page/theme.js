// Light, dark, or as the system is.
import { find, store, stored } from './base.js';

const KEY = 'kiln.theme';
const theme = find('theme');

function show() {
  document.documentElement.style.colorScheme = theme.value;
}

theme.value = stored(KEY) ?? theme.value;
if (!theme.value) {
  theme.value = 'light dark';
}
show();
theme.addEventListener('change', () => {
  show();
  store(KEY, theme.value);
});
