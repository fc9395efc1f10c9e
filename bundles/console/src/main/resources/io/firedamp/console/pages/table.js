// The point table as a whole: a file is checked first, then applied all or nothing, and can be undone.
import { ask, failed, h, icon, panel, put, send, tag } from './kit.js';
import { say, stamp, z } from './words.js';
import { onEvent } from './live.js';

const LOOKS = 10; // a table that is written is in force within two seconds
const TYPES = { CHP: z('Combined heat and power', '热电联产'), POWER: z('Power only', '仅发电'), HEAT: z('Heat only', '仅供热') };
const SIGNS = { NEW: '＋ ', CHANGED: '△ ', GONE: '－ ' };
const IN_SHORT = ['source', 'address', 'type', 'unit']; // of a row that comes or goes

export async function table(main) {
  const steps = [z('Choose a file', '选择文件'), z('Check (nothing changed yet)', '检查（未生效）'), z('Apply', '应用')].map((words, i) => h('li', null, h('b', null, String(i + 1)), words));
  const input = h('input', { type: 'file', accept: '.csv,.xlsx', hidden: true, onchange: () => input.files.length && check(input.files[0]) });
  const pick = h('button', { class: 'btn main', onclick: () => { input.value = ''; input.click(); } });
  const chosen = h('div', { class: 'grow' }), drop = h('div', { class: 'drop' }, chosen, input, pick);
  const result = h('div', { role: 'status' }), trouble = h('div'), parts = h('div', { class: 'grid top' });
  const apply = h('button', { class: 'btn main', 'aria-describedby': 'fd-why', onclick: () => change(() => send(path('apply'), file)) });
  const discard = h('button', { class: 'btn', onclick: () => { draft = file = null; trouble.replaceChildren(); draw(); pick.focus(); } }, z('Discard', '放弃'));
  const why = h('span', { class: 'mute', id: 'fd-why' }), last = h('span', { class: 'small mute' });
  const undo = h('button', { class: 'btn slim', onclick: () => change(() => ask('/api/table/undo', { against: String(present.version) })) });
  let present, file = null, draft = null, written = null, looks = 0, busy = false;

  const path = what => `/api/table/${what}?name=${encodeURIComponent(file.name)}` + (draft ? '&against=' + draft.against : '');
  const download = (what, form, words) => h('a', { class: 'btn', href: `/api/table/${what}?form=${form}`, download: '' }, words);
  main.append(
    h('div', { class: 'head' }, h('h1', null, z('Point table', '点位表')), h('p', null, z('Checked first, then applied all or nothing', '先检查，再一次性应用；出错的表一行也不会生效')), h('span', { class: 'grow' }),
      h('div', { class: 'seg', role: 'group', 'aria-label': z('Present table', '现用点位表') }, download('export', 'xlsx', z('Export XLSX', '导出 XLSX')), download('export', 'csv', 'CSV')),
      h('div', { class: 'seg', role: 'group', 'aria-label': z('Template', '模板') }, download('template', 'xlsx', z('Template XLSX', '空白模板 XLSX')), download('template', 'csv', 'CSV'))),
    h('ol', { class: 'stepper' }, steps),
    h('section', { class: 'panel', 'aria-label': z('File', '文件') }, drop, trouble, result), parts,
    h('section', { class: 'panel stick top', 'aria-label': z('Apply', '应用') }, apply, discard, why, h('span', { class: 'grow' }), last, undo));

  async function look() {
    present = await ask('/api/table');
    if (written && present.version !== written.against) {
      written = { ...written, inForce: true };
    }
    draw();
  }
  async function check(next) {
    file = next;
    draft = written = null;
    await tried(async () => {
      if (file.size > present.mostBytes) throw new Error(z(`The file is larger than ${present.mostBytes >> 20} MB.`, `文件大于 ${present.mostBytes >> 20} MB。`));
      draft = await send(path('check'), file);
    });
  }
  async function change(question) {
    await tried(async () => {
      const answer = await question();
      if (answer.ready) {
        written = { name: answer.name, against: answer.against, same: !answer.changes.length, inForce: false };
        looks = 0;
        draft = file = null;
      } else {
        draft = answer;
      }
      present = await ask('/api/table');
    });
  }
  async function tried(work) {
    busy = true;
    trouble.replaceChildren();
    draw();
    try {
      await work();
    } catch (error) {
      // a browser reads a file only as it was chosen; a program may have saved it since
      const gone = error instanceof TypeError;
      trouble.replaceChildren(failed(gone ? new Error(z('The file could not be sent; if it was saved since, choose it again.', '无法发送文件；若之后修改过，请重新选择。')) : error));
    }
    busy = false;
    draw();
  }

  function draw() {
    const step = written ? 2 : draft ? 1 : 0, changes = draft ? draft.changes.length : 0;
    steps.forEach((node, i) => i === step ? node.setAttribute('aria-current', 'step') : node.removeAttribute('aria-current'));
    put(pick, file ? z('Another file', '换一个文件') : z('Choose a file', '选择文件'));
    pick.classList.toggle('main', !draft);
    const rules = z(`or drop it here: .csv (UTF-8 or GBK), .xlsx, up to ${present.mostBytes >> 20} MB`, `也可以拖到这里：.csv（UTF-8 或 GBK）、.xlsx，最大 ${present.mostBytes >> 20} MB`);
    const now = present.version ? z(`In force: table ${present.version} with ${present.rows} points, since ${stamp(present.since)}`, `现用：第 ${present.version} 版，${present.rows} 点，自 ${stamp(present.since)} 起`)
      : z('No table is in force yet', '尚无生效的点位表');
    chosen.replaceChildren(file ? h('b', { class: 'mono' }, file.name) : h('b', null, now), ' ', h('span', { class: 'mute' }, draft ? say(draft.form) : ''), h('div', { class: 'small mute' }, rules));
    result.replaceChildren(...(draft ? [stats(draft)] : written ? [outcome(written)] : []));
    parts.replaceChildren(...(draft ? [draft.wrong > 0 && errors(draft), changes > 0 && difference(draft), ...draft.fits.map(fit)].filter(Boolean) : []));
    apply.disabled = busy || !draft || !draft.ready || !changes;
    put(apply, changes ? z(`Apply changes to ${changes} point${changes === 1 ? '' : 's'}`, `应用 ${changes} 个点的变化`) : z('Apply', '应用'));
    discard.hidden = !file;
    put(why, busy ? z('Just a moment …', '请稍候……') : !draft ? z('Choose a file to see what it would change.', '选择文件后显示将有哪些变化。')
      : !draft.ready ? z(`${draft.wrong} error${draft.wrong === 1 ? '' : 's'} left: cannot be applied.`, `还有 ${draft.wrong} 处错误，不能应用。`)
        : changes ? z('Takes effect within two seconds; can be undone.', '两秒内生效；可撤销。') : z('The same as the table in force: nothing to apply.', '与现用表相同，无需应用。'));
    const before = present.last;
    put(last, before ? (before.undone ? z('Last undone ', '上次撤销 ') : z('Last applied ', '上次应用 ')) + `${stamp(before.at)} ${before.by}: ${before.name}` : '');
    put(undo, before && before.undone ? z('Bring it back', '恢复该表') : z('Undo that', '撤销那次'));
    undo.hidden = !before;
    undo.disabled = busy;
  }

  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
    drop.addEventListener(type, event => {
      event.preventDefault();
      drop.classList.toggle('over', type === 'dragenter' || type === 'dragover');
      if (type === 'drop' && event.dataTransfer.files.length && !busy) check(event.dataTransfer.files[0]);
    });
  }
  await look();
  onEvent({ event() {
    const waits = written && !written.inForce && !written.same && looks < LOOKS;
    if (waits && !busy) {
      looks++;
      look().catch(() => { /* the next second asks again */ });
    }
  } });
}

const row = (...cells) => h('tr', null, cells);
const grid = (heads, rows) => h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': z('Rows', '各行') },
  h('table', { class: 'cards' }, h('thead', null, row(heads.map(words => h('th', { scope: 'col' }, words)))), h('tbody', null, rows)));

function stats(draft) {
  const count = what => draft.changes.filter(change => change.what === what).length;
  const one = (name, value) => h('div', null, h('div', { class: 'k' }, name), h('div', { class: 'v' }, value));
  const missing = draft.fits.reduce((sum, fit) => sum + fit.missing.length, 0);
  return h('div', { class: 'stats' }, one(z('Rows that can be read', '可读取的行'), String(draft.rows)), one(z('Errors', '错误'), draft.wrong ? tag('MAJOR', String(draft.wrong)) : '0'),
    one(z('Unchanged', '不变'), String(draft.unchanged)), one(z('Changed', '修改'), String(count('CHANGED'))), one(z('New', '新增'), String(count('NEW'))),
    one(z('Gone', '删除'), draft.ready ? String(count('GONE')) : '–'), one(z('Required, missing', '缺少的必需参数'), String(missing)));
}

function outcome(written) {
  return h('p', { class: 'outcome' }, icon(written.inForce || written.same ? 'OK' : 'NOTICE'), ' ', h('span', { class: 'mono' }, written.name), ' ',
    written.inForce || written.same ? z('is in force.', '已生效。') : z('is written; it comes into force within two seconds. If it does not, the state line says why.', '已写入，两秒内生效；若未生效，原因见页面顶部状态栏。'));
}

function errors(draft) {
  const shown = draft.errors.length, rest = draft.wrong - shown;
  const node = panel(z(`${draft.wrong} error${draft.wrong === 1 ? '' : 's'}: correct the file and choose it again`, `${draft.wrong} 处错误，请在文件中改正后重新选择`), 'flush',
    grid([z('Line', '行'), z('Column', '列'), z('Found', '文件中的值'), z('Allowed', '原因 / 允许')], draft.errors.map(error => h('tr', { class: 'bad' },
      h('td', { class: 'num', 'data-k': z('line', '行') }, error.line || z('file', '文件')), h('td', { class: 'mono' }, error.column),
      h('td', { class: 'full' }, error.found && h('span', { class: 'mono wrong' }, error.found)), h('td', { class: 'full' }, say(error.allowed))))));
  if (rest) node.append(h('div', { class: 'foot' }, z(`… and ${rest} more`, `…… 另有 ${rest} 处`)));
  return node;
}

function difference(draft) {
  const mark = change => h('td', null, change.what === 'CHANGED' ? SIGNS.CHANGED + say(change.word) : h('b', null, SIGNS[change.what] + say(change.word)));
  const point = change => h('td', { class: 'mono' }, change.point);
  const words = { del: z('now', '现在'), ins: z('after', '应用后') };
  const value = (text, name) => h('td', { class: 'mono full', 'data-k': words[name] }, text ? h(name, null, text) : '—');
  const inShort = (change, side) => IN_SHORT.map(name => (change.cells.find(cell => cell.column.en === name) || {})[side]).filter(Boolean).join(' ');
  const rows = draft.changes.map(change => change.what === 'CHANGED'
    ? change.cells.map(cell => row(mark(change), point(change), h('td', { class: 'full' }, say(cell.column)), value(cell.before, 'del'), value(cell.after, 'ins')))
    : row(mark(change), point(change), h('td', { class: 'full' }, z('the whole row', '整行')), value(change.what === 'GONE' && inShort(change, 'before'), 'del'), value(change.what === 'NEW' && inShort(change, 'after'), 'ins')));
  return h('section', { class: 'panel flush w9', 'aria-label': z('Difference', '差别') }, h('header', null, h('h2', null, z('Difference to the table in force', '与现用表的差别'))),
    grid([z('Change', '变化'), z('Point', '点位'), z('Column', '列'), z('Now', '现在'), z('After', '应用后')], rows.flat()),
    draft.effects.length > 0 && h('ul', { class: 'foot' }, draft.effects.map(effect => h('li', null, icon('NOTICE'), ' ', say(effect)))));
}

function fit(one) {
  return panel(z('Parameters asked of ', '须有的参数：') + one.project, 'w3', h('p', { class: 'mute' }, TYPES[one.type]),
    h('ul', { class: 'fits' }, one.present.map(code => h('li', { class: 'mono' }, icon('OK'), ' ', code)), one.missing.map(words => h('li', { class: 'whole' }, tag('NOTICE', z('missing', '缺少')), ' ', say(words)))),
    one.further.length > 0 && h('p', { class: 'small mute' }, z('Also, not asked for, may be uploaded: ', '另有（不要求，可以上传）：') + one.further.join(' ')));
}
