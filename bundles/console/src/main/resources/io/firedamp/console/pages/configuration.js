// What the gateway is told by files: each form of the Web Console with its files, and new files under a name.
import { ask, empty, facts, failed, h, panel, swap } from './kit.js';
import { lang, say, z } from './words.js';

const AGAIN = 5e3;

/** The Web Console's form; it leads back here. Its own list stays empty: it would be the same, and sorted by eval. */
function form(pid, made) {
  const there = new URL('/system/console/configMgr/' + encodeURIComponent(pid), location);
  there.searchParams.set('referer', location.pathname);
  there.searchParams.set('pidFilter', '(service.pid=none)');
  if (made) there.searchParams.set('factoryCreate', 'true');
  return there.href;
}

export async function configuration(main) {
  const body = h('div', { class: 'stack' });
  main.append(h('div', { class: 'head' }, h('h1', null, z('Configuration', '配置')),
    h('p', null, z('Each is a file in etc/. It is in force as soon as it is saved.', '每项对应 etc/ 中的一个文件，保存后立即生效。'))), body);
  // the console knows its language by this
  document.cookie = `felix-webconsole-locale=${lang}; path=/system/console; secure; samesite=strict`;

  async function load() {
    const { forms } = await ask('/api/configuration');
    swap(body, forms, () => forms.map(kind));
  }
  await load();
  // a name that is being typed stays
  setInterval(() => body.contains(document.activeElement) || load().catch(() => { /* the state line says so */ }), AGAIN);
}

function kind(kind) {
  const rows = kind.instances.map(one => h('tr', null,
    h('td', { class: 'full' }, h('span', { class: 'mono address' }, one.file),
      one.problems.map(problem => h('div', { class: 'problem ' + problem.level.toLowerCase() },
        facts([[z('Cause', '原因'), say(problem.cause)], [z('Remedy', '处理'), say(problem.remedy)]])))),
    h('td', { class: 'right' }, h('a', { class: 'btn slim', href: form(one.pid) }, z('Change', '修改')))));
  return panel(say(kind.name), '', h('p', { class: 'mute' }, say(kind.description)),
    rows.length ? h('table', null, h('tbody', null, rows)) : empty(z('There is no file of this kind.', '尚无此类文件。')),
    kind.factory ? fresh(kind) : rows.length ? null
      : h('div', { class: 'bar' }, h('a', { class: 'btn', href: form(kind.pid) }, z('Make it', '新建'))));
}

function fresh(kind) {
  const name = h('input', { name: 'name', required: true, maxlength: '64', autocomplete: 'off', 'aria-label': z('Name', '名称'), placeholder: z('name', '名称') });
  const trouble = h('div');
  async function make(event) {
    event.preventDefault();
    try {
      await ask('/api/configuration/name', { pid: kind.pid, name: name.value });
      location.assign(form(kind.pid, true));
    } catch (error) {
      trouble.replaceChildren(failed(error));
      name.select();
    }
  }
  return h('form', { class: 'bar', onsubmit: make }, h('span', { class: 'mono mute' }, kind.pid + '-'), name,
    h('span', { class: 'mono mute' }, '.cfg'), h('button', { class: 'btn' }, z('New', '新建')), trouble);
}
