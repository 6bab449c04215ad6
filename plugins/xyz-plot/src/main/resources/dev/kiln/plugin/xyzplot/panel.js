// Says the options of the plot while one of its axes changes something.
export default async function (section, page) {
  const controls = [...section.querySelectorAll('[data-name]')];
  page.options(() => {
    const options = Object.fromEntries(controls.map((control) => [
      control.dataset.name, control.type === 'checkbox' ? control.checked : control.value]));
    const on = [options.xType, options.yType, options.zType].some((type) => type !== 'Nothing');
    return on ? options : null;
  });
}
