// Light, dark, or as the system is.
import { find } from './base.js';

const KEY = 'kiln.theme';
const theme = find('theme');

function show() {
  document.documentElement.style.colorScheme = theme.value;
}

try {
  theme.value = localStorage.getItem(KEY) ?? theme.value;
} catch {
  // A browser without storage follows the system.
}
if (!theme.value) {
  theme.value = 'light dark';
}
show();
theme.addEventListener('change', () => {
  show();
  try {
    localStorage.setItem(KEY, theme.value);
  } catch {
    // Then it holds until the page is closed.
  }
});
