// The base information table as the gateway keeps it: project, facilities and how they are reached, instruments and when they are due.
import { ask, empty, facts, h, panel, put, swap, tag } from './kit.js';
import { day, say, span, z } from './words.js';
import { onEvent } from './live.js';

const DAY = 864e5, AHEAD = 30;
const TYPES = { CHP: z('heat and power', '热电联产'), POWER: z('power only', '仅发电'), HEAT: z('heat only', '仅供热') };
const MONITORINGS = { DIRECT: z('direct', '直接监测'), INDIRECT: z('indirect', '间接监测') };
// the ledger of annex A.4: column, heading
const COLUMNS = [['device', z('Device', '设备名称')], ['model', z('Model', '设备型号')], ['location', z('Location', '安装位置')], ['maker', z('Maker', '生产厂家')],
  ['accuracy', z('Accuracy', '准确度')], ['raw.decimals', z('Raw decimals', '原始数据小数位数')], ['stored', z('Connected', '是否接入中控')], ['protocol', z('Protocol', '传输协议')]];

/** A day on which something is due, and how near that is. */
export function due(date, now) {
  if (!date) return h('span', { class: 'mute' }, '–');
  const left = Math.round((Date.parse(date) - Date.parse(day(now))) / DAY);
  if (left < 0) return tag('MAJOR', z(`${date}, ${-left} d overdue`, `${date}，过期 ${-left} 天`));
  const words = z(`${date}, in ${left} d`, `${date}，还有 ${left} 天`);
  return left <= AHEAD ? tag('NOTICE', words) : words;
}
/** What the ledger says of one kind of inspection. */
export const inspectionFacts = (inspections, now) => inspections.map(i => [say(i.kind), [due(i.due, now),
  h('div', { class: 'small mute' }, [i.interval, i.last && z('last ', '上次 ') + i.last, i.report].filter(Boolean).join(' · '))]]);

export async function register(main) {
  const find = h('input', { type: 'search', placeholder: z('code, device, maker …', '编号、设备、厂家……'), 'aria-label': z('Search', '搜索') });
  const sub = h('p'), projects = h('div', { class: 'stack' }), facilities = h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': z('Facilities', '主要系统设施') }), instruments = h('tbody');
  const none = h('div');
  const heads = [z('Code', '编号'), z('Next inspection', '下次检定校准'), ...COLUMNS.map(([, words]) => words), z('Period', '监测频次')];
  main.append(h('div', { class: 'head' }, h('h1', null, z('Register', '台账')), sub),
    h('div', { class: 'grid' }, panel(z('Project', '项目基本情况'), '', projects), panel(z('Facilities', '主要系统设施'), '', facilities)),
    h('div', { class: 'bar' }, h('label', { class: 'wide' }, find), h('span', { class: 'grow' }), h('a', { class: 'btn', href: '/api/register.csv', download: true }, z('Export as CSV', '导出 CSV'))),
    h('section', { class: 'panel flush', 'aria-label': z('Instruments', '监测仪表') },
      h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': z('Ledger', '仪表台账') }, h('table', { class: 'cards' }, h('thead', null, h('tr', null, heads.map(words => h('th', { scope: 'col' }, words)))), instruments)), none));

  const table = await ask('/api/register');
  projects.append(...table.projects.map(projectFacts));
  let now = table.at, parts = [];
  const soonest = i => i.inspections.map(n => n.due).filter(Boolean).sort()[0] || '9';
  const rows = [...table.instruments].sort((a, b) => soonest(a) < soonest(b) ? -1 : soonest(a) > soonest(b) ? 1 : a.id < b.id ? -1 : 1)
    .map(i => ({ i, node: h('tr'), text: [i.id, i.name.en, i.name.zh, ...Object.values(i.columns)].join(' ').toLowerCase() }));
  instruments.append(...rows.map(row => row.node));
  put(sub, z(`${rows.length} instruments. They are columns of the point table, of which every version is kept.`, `${rows.length} 台仪表。台账是点位表的一部分，各版本均长期保存。`));

  function filter() {
    const wanted = find.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.node.hidden = !row.text.includes(wanted);
      shown += row.node.hidden ? 0 : 1;
    }
    swap(none, [shown, rows.length], () => shown ? [] : [empty(rows.length ? z('No instrument matches.', '没有符合条件的仪表。')
      : z('There are no instruments yet. They come with the point table.', '尚无仪表。导入点位表后显示。'))]);
  }
  find.addEventListener('input', filter);
  const date = () => rows.forEach(row => row.node.replaceChildren(...instrumentCells(row.i, now)));
  filter();
  date();
  showFacilities();

  function showFacilities() {
    const level = name => (parts.find(part => part.subject === 'source ' + name) || { level: 'UNKNOWN' }).level;
    const shown = table.facilities.map(f => [f, f.sources.map(level)]);
    swap(facilities, shown, () => shown.length ? facilityTable(shown) : [h('p', { class: 'mute' },
      z('None is described yet: one file etc/io.firedamp.facility-NAME.cfg for each; etc/examples has one.', '尚未登记。每个系统设施一个文件 etc/io.firedamp.facility-NAME.cfg，示例见 etc/examples。'))]);
  }
  onEvent({ event(live) {
    parts = live.parts;
    if (table.facilities.length) showFacilities();
    if (day(now) !== day(live.at)) {
      now = live.at;
      date();
    }
  } });
}

const projectFacts = p => facts([[z('Name', '项目名称'), [p.name, p.id && h('span', { class: 'mono mute' }, ' ' + p.id)]], [z('Registration', '项目登记号'), h('span', { class: 'mono' }, p.registration)],
  [z('Crediting period', '计入期'), p.creditingPeriod || '–'], [z('Ownership', '项目权属'), p.ownership || '–'],
  [z('Type', '项目类型'), [TYPES[p.type], z(`; heat ${MONITORINGS[p.heat]}, flow ${MONITORINGS[p.flow]}`, `；外供热量${MONITORINGS[p.heat]}，流量${MONITORINGS[p.flow]}`)]]]);

function facilityTable(shown) {
  const heads = [z('Facility', '系统设施名称'), z('Control system', '中控名称'), z('Computer, DCS', '上位机/DCS'), z('Communication', '通信方式'), z('Network', '网络情况'), z('Links', '数据源'), z('Operation', '运行情况'), z('Note', '备注说明')];
  return [h('table', null, h('thead', null, h('tr', null, heads.map(words => h('th', { scope: 'col' }, words)))),
    h('tbody', null, shown.map(([f, levels]) => h('tr', null, h('td', null, f.project && h('span', { class: 'mono mute' }, f.project + ' '), f.system),
      [f.control, f.dcs, f.communication, f.network].map(text => h('td', null, text || '–')),
      h('td', null, f.sources.map((name, i) => h('div', null, tag(levels[i], h('span', { class: 'mono' }, name))))),
      h('td', null, f.operation || '–'), h('td', null, f.note || '–')))))];
}

function instrumentCells(i, now) {
  return [h('td', null, h('a', { class: 'mono', href: '/point?id=' + encodeURIComponent(i.id) }, i.id), h('div', { class: 'small mute' }, say(i.name), ' ', i.unit)),
    h('td', { class: 'full' }, i.inspections.length ? i.inspections.map(n => h('div', null, h('span', { class: 'small mute' }, say(n.kind) + ' '), due(n.due, now))) : h('span', { class: 'mute' }, '–')),
    ...COLUMNS.map(([key, words]) => h('td', { class: i.columns[key] ? 'full' : 'hide', 'data-k': words }, i.columns[key] || '–')),
    h('td', { class: 'hide' }, span(i.period))];
}
