// A switch for each style of the file.
export default async function (section, page) {
  const styles = await page.call('GET', '/sdapi/v1/prompt-styles');
  const box = section.querySelector('fieldset');
  if (styles.length === 0) {
    box.replaceWith('There are none yet. Save some in styles.csv, as this plugin’s README says.');
    return;
  }
  box.append(...styles.map(choice));
  page.options(() => {
    const names = [...box.querySelectorAll('input:checked')].map((input) => input.dataset.style);
    return names.length ? { styles: names } : null;
  });
}

function choice(style) {
  const input = document.createElement('input');
  input.type = 'checkbox';
  input.dataset.style = input.dataset.name = style.name;
  const text = document.createElement('span');
  text.textContent = style.name;
  text.title = [style.prompt, style.negative_prompt].filter(Boolean).join(' / not: ');
  const label = document.createElement('label');
  label.className = 'switch';
  label.append(input, text);
  return label;
}
