// Every point of the table: its value, what it is worth, how old it is, the last hour.
import { ask, empty, h, put, spark, swap, tag, wide } from './kit.js';
import { num, say, span, z } from './words.js';
import { onEvent } from './live.js';

const MINUTE = 60e3;

export async function points(main, me) {
  const find = h('input', { type: 'search', id: 'fd-find', placeholder: z('code, name, address or source', '编号、名称、地址或数据源'), 'aria-label': z('Search', '搜索') });
  const source = h('select', { 'aria-label': z('Source', '数据源') });
  const all = h('button', { class: 'btn', 'aria-pressed': 'true' }), bad = h('button', { class: 'btn', 'aria-pressed': 'false' });
  const body = h('tbody'), sub = h('p'), none = h('div', { class: 'empty', hidden: true });
  const heads = [[z('Code', '编号')], [z('Value', '当前值'), 'right'], [z('Name', '名称')], [z('Plausible range', '合理范围'), 'hide'], [z('Last hour', '最近 1 小时')], [z('Quality', '质量')], [z('Age', '数据年龄'), 'right'], [z('Source / address', '数据源 / 地址'), 'hide']];
  main.append(h('div', { class: 'head' }, h('h1', null, z('Points', '点位')), sub),
    h('div', { class: 'bar' }, h('label', { class: 'wide' }, find), h('div', { class: 'seg', role: 'group', 'aria-label': z('Filter', '筛选') }, all, bad), source),
    h('section', { class: 'panel flush' }, wide(z('Points', '点位'), h('table', { class: 'cards points' }, h('thead', null, h('tr', null, heads.map(([words, cls]) => h('th', { class: cls, scope: 'col' }, words)))), body)), none));

  let rows = new Map(), onlyBad = new URLSearchParams(location.search).has('bad'), loading = false;

  async function load() {
    loading = true;
    const table = (await ask('/api/points')).points;
    rows = new Map(table.map(p => [p.id, row(p)]));
    body.replaceChildren(...[...rows.values()].map(r => r.node));
    const names = [...new Set(table.map(p => p.source))];
    source.replaceChildren(h('option', { value: '' }, z('All sources', '全部数据源')), ...names.map(name => h('option', null, name)));
    put(sub, z(`${table.length} points · ${names.length} source${names.length === 1 ? '' : 's'}`, `${table.length} 点 · ${names.length} 个数据源`));
    loading = false;
    filter();
    sparks(); // takes longer; the values do not wait for it
  }
  async function sparks() {
    const last = await ask('/api/sparks').catch(() => null); // the values are there all the same
    if (last) for (const r of rows.values()) r.spark.replaceChildren(spark(last.points[r.point.id], r.point.unit, r.point.decimals));
  }
  function filter() {
    const wanted = find.value.trim().toLowerCase();
    let shown = 0, wrong = 0;
    for (const r of rows.values()) {
      wrong += r.bad ? 1 : 0;
      const fits = r.text.includes(wanted) && (!onlyBad || r.bad) && (!source.value || source.value === r.point.source);
      if (r.node.hidden === fits) r.node.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    put(all, z('All ', '全部 ') + rows.size);
    put(bad, z('Abnormal ', '异常 ') + wrong);
    all.setAttribute('aria-pressed', String(!onlyBad));
    bad.setAttribute('aria-pressed', String(onlyBad));
    none.hidden = shown > 0 || loading;
    swap(none, [rows.size, onlyBad, wrong], () => rows.size === 0
      ? empty(z('There are no points yet. They come with the point table, etc/points.csv.', '尚无点位。请在 etc/points.csv 中填写点位表。'))
      : [h('p', null, onlyBad && wrong === 0 ? z('Nothing is abnormal.', '没有异常点位。') : z('No point matches.', '没有符合条件的点。')),
        h('button', { class: 'btn slim', onclick: clear }, z('Clear filter', '清除筛选'))]);
  }
  function clear() { find.value = ''; source.value = ''; onlyBad = false; filter(); find.focus(); }
  find.addEventListener('input', filter);
  source.addEventListener('change', filter);
  all.addEventListener('click', () => { onlyBad = false; filter(); });
  bad.addEventListener('click', () => { onlyBad = true; filter(); });

  await load();
  setInterval(sparks, MINUTE);
  onEvent({ event(live) {
    const other = live.values.length !== rows.size || live.values.some(([id]) => !rows.has(id));
    if (other && !loading) load().catch(() => { loading = false; });
    for (const [id, value, quality, time, note] of live.values) {
      const r = rows.get(id);
      if (r) update(r, value, quality, time, note, live.at, me);
    }
    filter();
  } });
}

function row(point) {
  const value = h('b'), quality = h('td'), age = h('td', { class: 'right num age' }), place = h('i'), range = h('td', { class: 'hide' }), hour = h('td', { class: 'full' });
  const limited = point.low != null && point.high != null;
  if (point.counter) range.append(h('span', { class: 'small mute' }, z('counter', '累计值')));
  else if (limited) range.append(h('div', { class: 'range', title: `${num(point.low, 2)} … ${num(point.high, 2)} ${point.unit}` }, place));
  const node = h('tr', { class: 'go' },
    h('td', null, h('a', { class: 'mono', href: '/point?id=' + encodeURIComponent(point.id) }, point.id)),
    h('td', { class: 'right' }, value, ' ', h('span', { class: 'unit' }, point.unit)),
    h('td', { class: 'full' }, say(point.name)), range, hour, quality, age,
    h('td', { class: 'hide' }, h('span', { class: 'mono' }, point.source), h('div', { class: 'small mute mono address' }, point.address)));
  const text = [point.id, point.name.en, point.name.zh, point.source, point.address].join(' ').toLowerCase();
  return { point, node, value, quality, age, place, range, spark: hour, text, bad: false };
}

function update(r, value, quality, time, note, at, me) {
  const point = r.point;
  r.bad = quality !== 'GOOD';
  r.node.classList.toggle('bad', r.bad);
  put(r.value, num(value, point.decimals));
  swap(r.quality, [quality, note], () => r.bad
    ? [tag('MAJOR', say(me.qualities[quality])), note && h('div', { class: 'small mute note' }, say(note.note))]
    : h('span', { class: 'mute' }, say(me.qualities[quality])));
  put(r.age, time ? at - time < 60e3 ? ((at - time) / 1000).toFixed(1) + ' s' : span(at - time) : '–');
  if (value != null && point.low != null && point.high != null) {
    r.place.style.left = Math.max(0, Math.min(100, (value - point.low) / (point.high - point.low) * 100)) + '%';
  }
}
