// Shows what /openapi.json says, so that no documentation of routes can differ from them.
import { attempt, call, element, find } from './base.js';

const GROUPS = ['/sdapi/', '/kiln/', '/controlnet/', '/internal/'];

let schemas = {};

attempt(async () => {
  const api = await call('GET', 'openapi.json');
  schemas = api.components.schemas;
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    const name = GROUPS.find((start) => path.startsWith(start)) ?? 'others';
    groups.set(name, [...(groups.get(name) ?? []), ...routes(path, methods)]);
  }
  for (const name of [...GROUPS, 'others'].filter((one) => groups.has(one))) {
    find('routes').append(element('h2', { textContent: name }), ...groups.get(name));
  }
});

function routes(path, methods) {
  return Object.entries(methods).map(([method, route]) => {
    const verb = element('span', { className: 'method', textContent: method.toUpperCase() });
    const title = element('summary', {}, element('code', {}, verb, path), ` ${route.summary}`);
    const fields = (route.parameters ?? []).map((one) => [`${one.in}: ${one.name}`, one.schema]);
    return element('details', {}, title, table('Parameter', fields), ...bodies(route), answers(route));
  });
}

function bodies(route) {
  return Object.entries(route.requestBody?.content ?? {}).map(([type, content]) => {
    const fields = Object.entries(resolved(content.schema).properties ?? {});
    return element('div', {}, element('code', { textContent: type }), table('Field', fields));
  });
}

function resolved(schema) {
  const name = schema.$ref?.split('/').at(-1);
  return name ? schemas[name] : schema;
}

function table(head, fields) {
  if (fields.length === 0) {
    return '';
  }
  const names = element('tr', {}, ...[head, 'Type', 'Default', ''].map((text) => cell('th', text)));
  return element('table', {}, names, ...fields.map(([name, schema]) => row(name, schema)));
}

function row(name, schema) {
  const is = resolved(schema);
  const value = is.default === undefined ? '' : JSON.stringify(is.default);
  const help = [is.description ?? '', (is.enum ?? []).join(', '), bounds(is)].filter(Boolean);
  return element('tr', {}, ...[name, type(is), value, help.join('; ')].map((it) => cell('td', it)));
}

function type(schema) {
  return [schema.type ?? 'any'].flat().filter((one) => one !== 'null').join(' or ');
}

function bounds(schema) {
  const low = schema.minimum;
  const high = schema.maximum;
  return low === undefined && high === undefined ? '' : `${low ?? ''} … ${high ?? ''}`;
}

function answers(route) {
  const codes = Object.entries(route.responses).map(([code, it]) => `${code} ${it.description}`);
  return element('small', { textContent: codes.join(' · ') });
}

function cell(name, text) {
  return element(name, { textContent: text });
}
