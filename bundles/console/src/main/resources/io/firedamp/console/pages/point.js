// One point: its history from a minute to ten years, its present value, its row of the table, what is wrong with it.
import { ask, facts, failed, h, panel, problem, put, swap, tag } from './kit.js';
import { day, num, say, span, stamp, z } from './words.js';
import { onEvent } from './live.js';
import { chart } from './chart.js';
import { inspectionFacts } from './register.js';

const MINUTE = 60e3, HOUR = 60 * MINUTE, DAY = 24 * HOUR, YEAR = 365.25 * DAY;
const RANGES = [[MINUTE, '1 min', '1 分'], [10 * MINUTE, '10 min', '10 分'], [HOUR, '1 h', '1 小时'], [DAY, '24 h', '24 小时'], [7 * DAY, '7 d', '7 天'],
  [30 * DAY, '30 d', '30 天'], [YEAR, '1 y', '1 年'], [10 * YEAR, '10 y', '10 年']];
const LONGEST = 12 * YEAR;
const QUARTER = 92 * DAY, LONGEST_LIST = 400 * DAY, MOST_LISTED = 50; // interruptions
const LEDGER = [['device', 'Device', '设备名称'], ['model', 'Model', '设备型号'], ['maker', 'Maker', '生产厂家'], ['location', 'Location', '安装位置'],
  ['accuracy', 'Accuracy', '监测仪表准确度'], ['parameter', 'Parameter', '参数'], ['raw.decimals', 'Raw decimals', '监测原始数据小数位数'],
  ['stored', 'Connected to the store', '是否接入监测数据存储系统'], ['protocol', 'Protocol', '传输协议'], ['access', 'Access', '权限']];

export async function point(main, me) {
  const id = new URLSearchParams(location.search).get('id') || '';
  let row;
  try {
    row = await ask('/api/point?id=' + encodeURIComponent(id));
  } catch (error) {
    main.append(h('div', { class: 'head' }, h('h1', null, z('Points', '点位'))), failed(error), h('a', { href: '/points' }, z('All points', '全部点位')));
    return;
  }
  let now = null, follows = true; // whether the view ends now, and goes on with it
  const trouble = h('div'), reset = h('span');
  const buttons = RANGES.map(([length, en, zh]) => h('button', { class: 'btn slim', 'aria-pressed': 'false', onclick: () => last(length) }, z(en, zh)));
  const listTitle = h('h2', null, z('Interruptions of this point', '本点的中断')), list = h('div');
  let known = { from: 0, to: 0, gaps: [] }; // what is shown of interruptions, and of which time it is all
  async function interruptions(from, to) {
    const begin = Math.min(from, to - QUARTER);
    if ((from < known.from || to > known.to + MINUTE) && to - begin <= LONGEST_LIST) {
      const { gaps } = await ask(`/api/gaps?point=${encodeURIComponent(row.id)}&from=${begin}&to=${to}`).catch(() => known); // the values are there all the same
      known = { from: begin, to, gaps };
      showList();
    }
    return known.gaps;
  }
  async function load(from, to, buckets) {
    const [series, gaps] = await Promise.all([ask(`/api/series?id=${encodeURIComponent(row.id)}&from=${from}&to=${to}&buckets=${buckets}`), interruptions(from, to)]);
    return { ...series, gaps };
  }
  function showList() {
    put(listTitle, z('Interruptions of this point, ', '本点的中断 ') + `${day(known.from)} – ${day(known.to)}`);
    swap(list, known.gaps, () => known.gaps.length === 0 ? h('p', { class: 'mute' }, z('None of more than 5 s.', '没有超过 5 秒的中断。'))
      : h('table', null, h('tbody', null, known.gaps.slice(0, MOST_LISTED).map(gap => h('tr', null,
        h('td', null, h('button', { class: 'btn slim num', onclick: () => jump(gap) }, stamp(gap.from))), h('td', { class: 'num' }, span(gap.to - gap.from)),
        h('td', null, say(gap.cause), gap.explanations.map(e => h('div', { class: 'small mute said' }, e.text))))))));
  }
  function jump(gap) {
    const middle = (gap.from + gap.to) / 2, half = Math.max(10 * MINUTE, 1.5 * (gap.to - gap.from));
    freely(() => plot.show(middle - half, middle + half));
    plot.node.focus();
  }
  const plot = chart(row, load, (from, to) => {
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(follows && Math.abs(RANGES[i][0] - (to - from)) < 1000)));
  });
  const tried = promise => promise.then(() => trouble.replaceChildren(), error => trouble.replaceChildren(failed(error)));
  const last = length => { follows = true; return tried(plot.show(now - length, now)); };
  const freely = move => { follows = false; return tried(move()); };
  const button = (words, label, move) => h('button', { class: 'btn slim', 'aria-label': label, onclick: move }, words);
  const earlier = () => freely(() => plot.pan(-0.5)), later = () => freely(() => plot.pan(0.5));
  const closer = () => freely(() => plot.zoom(0.5)), farther = () => plot.view().to - plot.view().from < LONGEST && freely(() => plot.zoom(2));
  const home = () => last(plot.view().to - plot.view().from);
  const tableButton = h('button', { class: 'btn slim', 'aria-expanded': 'false', onclick: () => tableButton.setAttribute('aria-expanded', String(plot.toggleTable())) }, z('Table', '表格'));
  plot.node.addEventListener('pointerup', () => { follows = false; });
  plot.node.addEventListener('dblclick', () => last(DAY));
  plot.node.addEventListener('keydown', event => {
    const move = { ArrowLeft: earlier, ArrowRight: later, '+': closer, '=': closer, '-': farther, Home: home }[event.key];
    if (move) { event.preventDefault(); move(); }
  });

  const value = h('span'), present = h('div'), alarms = h('div');
  const range = row.low == null && row.high == null ? z('none', '未设置') : `${num(row.low, 2)} – ${num(row.high, 2)} ${row.unit}`;
  const columns = row.columns;
  const origin = row.source === 'calc' ? [[z('Formula', '公式'), h('span', { class: 'mono' }, row.address)]] : [
    [z('Source', '数据源'), h('span', { class: 'mono' }, row.source)], [z('Address', '地址'), h('span', { class: 'mono' }, row.address)],
    [z('Type, order', '类型、字序'), h('span', { class: 'mono' }, [columns.type, columns.order].filter(Boolean).join(' '))],
    [z('Scaling', '换算'), `× ${columns.scale || 1} + ${columns.offset || 0}`]];
  const ledger = LEDGER.filter(([key]) => columns[key]).map(([key, en, zh]) => [z(en, zh), columns[key]]);
  const inspections = h('div');
  main.append(
    h('div', { class: 'head' }, h('h1', null, h('span', { class: 'mono' }, row.id), ' ', say(row.name)), h('p', null, h('a', { href: '/points' }, z('All points', '全部点位')))),
    h('div', { class: 'grid' },
      h('section', { class: 'panel w9', 'aria-label': z('History', '历史曲线') },
        h('div', { class: 'bar' }, h('div', { class: 'seg', role: 'group', 'aria-label': z('Time range', '时间范围') }, buttons),
          h('div', { class: 'seg' }, button('‹', z('Earlier', '向前'), earlier), button('›', z('Later', '向后'), later), button('＋', z('Zoom in', '放大'), closer), button('－', z('Zoom out', '缩小'), farther)),
          reset, h('span', { class: 'grow' }), tableButton),
        plot.read, trouble, plot.node,
        h('div', { class: 'legend' }, h('span', null, h('i', { class: 'mean' }), z('mean', '均值')), h('span', null, h('i', { class: 'minmax' }), z('lowest–highest', '最小–最大')),
          h('span', null, h('i', { class: 'hatched' }), z('not collected', '未采集')),
          h('span', null, h('i', { class: 'late' }), z('collected, not uploaded in time', '已采集、未按时上传')), h('span', null, z('drag to zoom, double-click for 24 h', '拖动放大，双击回到 24 小时'))),
        plot.table),
      h('div', { class: 'w3 stack' },
        h('section', { class: 'panel', 'aria-label': z('Value', '当前值') }, h('div', { class: 'small mute' }, z('Value', '当前值')), h('div', { class: 'value num' }, value, ' ', h('span', { class: 'unit' }, row.unit)), present),
        panel(z('Where it is read', '读数来源'), '', facts(origin, 'small')),
        panel(z('Instrument', '仪表台账'), '', inspections, ledger.length ? facts(ledger, 'small') : !row.inspections.length && h('p', { class: 'small mute' }, z('The point table says nothing of it.', '点位表中未填写。')))),
      h('section', { class: 'panel w7' }, h('header', null, listTitle), list),
      panel(z('Alarms that concern this point', '与本点有关的报警'), 'w5', alarms)));

  onEvent({ event(live) {
    const found = live.values.find(([code]) => code === row.id);
    if (found) {
      const [, number, quality, time, note] = found, good = quality === 'GOOD', words = say(me.qualities[quality]);
      put(value, num(number, row.decimals));
      swap(present, [quality, time, note], () => facts([[z('Quality', '质量'), good ? words : tag('MAJOR', words)], note && ['', say(note.note)],
        [z('Sampled', '采样时间'), time ? stamp(time) : '–'], [z('Plausible range', '合理范围'), range],
        [z('Kind', '种类'), row.counter ? z('counter', '累计值') : z('measured', '监测数据')], [z('Decimals', '小数位'), String(row.decimals)],
        [z('Period', '采集周期'), span(row.period)], [z('Boundary', '项目边界'), row.inside ? z('inside', '内') : z('outside', '外')]].filter(Boolean), 'small'));
    }
    const mine = live.problems.filter(p => p.subject === 'source ' + row.source || p.subject.split(' ').includes(row.id));
    swap(alarms, mine, () => mine.length ? mine.map(part => problem(part, me))
      : h('p', { class: 'mute' }, z('None.', '无。')));
    if (row.inspections.length) swap(inspections, day(live.at), () => facts(inspectionFacts(row.inspections, live.at), 'small'));
    const first = now == null;
    now = live.at;
    const length = plot.view().to - plot.view().from;
    // a view that ends now goes on: each part of it costs the gateway one look into the store
    if (first) last(HOUR);
    else if (follows && now - plot.view().to >= Math.max(5000, Math.min(MINUTE, length / 100))) last(length);
  } });
}
