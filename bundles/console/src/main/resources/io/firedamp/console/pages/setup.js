// The first steps: how far each one is, as the gateway sees it, and what it asks for.
import { ask, failed, h, icon, put, swap } from './kit.js';
import { say, z } from './words.js';

const LOOK = 2000, GLANCE = 10000;
const ORDER = ['PROJECT', 'ACCESS', 'SOURCE', 'TABLE', 'READ', 'PACKET'];
const SIGN = { DONE: 'ok', WRONG: 'major', OPEN: 'notice' };
// where to go on, beside this page
const WAYS = { TABLE: ['/table', z('Import', '导入')], READ: ['/points', z('Points', '点位')], PACKET: ['/uplink', z('Uplink', '上传')] };
const lines = text => say(text).split('\n').filter(Boolean).map(line => h('div', null, line));
const title = step => `${ORDER.indexOf(step.name) + 1}. ${say(step.title)}`;

/** A step in a line or two; the same on this page and on Overview. */
const summary = step => [icon(SIGN[step.state]), h('div', { class: 'grow' }, h('b', null, title(step)),
  h('div', { class: 'small mute' }, lines(step.found)), step.state !== 'DONE' && h('div', { class: 'small' }, lines(step.next))), h('span', { class: 'when mute' }, say(step.words))];
const way = step => WAYS[step.name] && step.state !== 'DONE' && h('a', { class: 'btn slim', href: WAYS[step.name][0] }, WAYS[step.name][1]);

/** For Overview, in the place of the rest as long as nothing is measured because nothing is configured. */
export function firstSteps(rest) {
  const node = h('div');
  async function look() {
    const { steps } = await ask('/api/setup').catch(() => ({ steps: [] }));
    const isNew = steps.some(step => ['PROJECT', 'SOURCE', 'TABLE'].includes(step.name) && step.state === 'OPEN' && !say(step.found));
    swap(node, isNew && steps, () => isNew ? [h('section', { class: 'panel top', 'aria-label': z('First steps', '首次配置') },
      h('div', { class: 'big' }, icon('notice'), h('div', null, h('h1', null, z('Nothing is collected yet', '还没有开始采集')),
        h('p', null, z('Six steps, about ten minutes. Each can be changed later.', '6 步，约 10 分钟。每一步都可以稍后修改。')))),
      h('ul', { class: 'todo' }, steps.map(step => h('li', null, summary(step)))),
      h('p', { class: 'top' }, h('a', { class: 'btn main', href: '/setup' }, z('Go on', '继续'))))] : []);
    rest.hidden = isNew;
    if (isNew) setTimeout(look, GLANCE);
  }
  look();
  return node;
}

export async function setup(main) {
  const list = h('ol', { class: 'stack' }), verdict = h('p');
  main.append(h('div', { class: 'head' }, h('h1', null, z('First steps', '首次配置')), verdict), list);
  const known = new Map();

  async function look() {
    try {
      const { steps } = await ask('/api/setup');
      for (const step of steps) {
        if (!known.has(step.name)) {
          known.set(step.name, card(step, look));
          list.append(known.get(step.name).node);
        }
        known.get(step.name).show(step);
      }
      const done = steps.filter(step => step.state === 'DONE').length;
      put(verdict, !steps.length ? z('The gateway is still starting.', '网关正在启动。') : done === steps.length
        ? z('All six are done.', '六步均已完成。') : z(`${done} of ${steps.length} are done. What is done is seen by looking at the gateway.`, `已完成 ${done} / ${steps.length}。完成情况由网关实际状态得出。`));
    } catch (error) {
      put(verdict, error.message);
    }
  }
  await look();
  setInterval(look, LOOK);
}

/** A step that stays as it is while somebody types: only what the gateway says of it changes. */
function card(first, look) {
  const head = h('div', { class: 'step' }), trouble = h('div'), button = h('button', { class: 'btn main' }, z('Write', '写入'));
  const inputs = first.fields.map(field => [field, input(field)]);
  const form = h('form', { class: 'form', onsubmit: write }, inputs.map(([field, node]) => h('label', null, say(field.label), field.required ? '' : z(' (if any)', '（可选）'), node)), trouble, button);
  const toggle = h('button', { class: 'btn slim', 'aria-expanded': 'false', 'aria-label': z('Fill in: ', '填写：') + title(first), onclick: () => open(form.hidden) }, z('Fill in', '填写'));
  form.hidden = true;
  function open(now) {
    form.hidden = !now;
    toggle.setAttribute('aria-expanded', String(now));
  }
  async function write(event) {
    event.preventDefault();
    button.disabled = true;
    try {
      const answers = Object.fromEntries(inputs.map(([field, node]) => [field.key, node.value]));
      const { wrong } = await ask('/api/setup', { step: first.name, ...answers });
      trouble.replaceChildren(...wrong.map(text => failed(new Error(say(text)))));
      if (!wrong.length) {
        inputs.filter(([field]) => field.secret).forEach(([, node]) => { node.value = ''; });
        open(false);
        await look();
      }
    } catch (error) {
      trouble.replaceChildren(failed(error));
    }
    button.disabled = false;
  }
  const node = h('li', { class: 'panel' }, head, form);
  let before = '';
  return { node, show(step) {
    swap(head, [step.state, step.found, step.next], () => [summary(step), way(step), first.fields.length ? toggle : null].filter(Boolean));
    if (before !== step.state && first.fields.length) open(step.state === 'OPEN' && !say(step.found));
    before = step.state;
  } };
}

function input(field) {
  const attributes = { name: field.key, required: field.required, autocomplete: 'off' };
  if (field.choices.length) {
    return h('select', attributes, field.choices.map(choice => h('option', { selected: choice === field.value }, choice)));
  }
  return h('input', { ...attributes, type: field.secret ? 'password' : 'text', value: field.value });
}
