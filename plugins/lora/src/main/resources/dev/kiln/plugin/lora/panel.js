// A button puts its file's tag into the prompt, behind the first word that calls it up.
export default function (section, page) {
  for (const button of section.querySelectorAll('button[data-tag]')) {
    button.addEventListener('click', () => {
      const words = button.dataset.words.split(', ')[0];
      page.insert((words ? `, ${words}` : '') + ` ${button.dataset.tag}`);
    });
  }
}
