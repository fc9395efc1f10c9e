// The links to the plant: how each one is and was, and what its device says when it is asked now.
import { ask, empty, failed, h, panel, put, swap, tag, wide } from './kit.js';
import { figure, num, say, span, stamp, z } from './words.js';
import { onEvent } from './live.js';

const MINUTE = 60e3;
const SOURCE = 'source ';
const value = (part, key) => part.figures[key] ? part.figures[key].value : null;
const bad = part => part.level === 'MAJOR' || part.level === 'CRITICAL';
// of the link itself, since the gateway has started
const COUNTS = [['late', 'Late', '迟到'], ['overrun', 'Passed by', '跳过'], ['missing', 'Missing', '缺失'], ['stale', 'Stale', '陈旧']];

export async function sources(main, me) {
  const table = h('tbody'), none = h('div', { class: 'empty', hidden: true }, z('No source is configured yet. Each comes with a file of its driver in etc/.', '尚未配置数据源。每个数据源对应 etc/ 中的一个驱动配置文件。')), sub = h('p'), trouble = h('div');
  const heads = [[z('Source', '数据源')], [z('State', '状态')], [z('Round trip, median / 99 %', '往返耗时 中位 / P99'), 'right'], [z('Requests', '请求'), 'right'],
    [z('Errors', '错误'), 'right'], [z('Points', '点位'), 'right'], [z('Clock ahead', '时钟超前'), 'right'], [z('Ask', '询问'), 'right']];
  const device = asking(me), statistics = linkStatistics();
  main.append(h('div', { class: 'head' }, h('h1', null, z('Sources', '数据源')), sub), trouble,
    h('section', { class: 'panel flush', 'aria-label': z('Links', '链路') }, h('div', { class: 'scroll' }, h('table', { class: 'cards' }, head(heads), table)), none),
    h('div', { class: 'grid top' }, device.nodes, statistics.node));

  const rows = new Map();
  onEvent({ event(live) {
    const links = live.parts.filter(part => part.subject.startsWith(SOURCE));
    put(sub, z(`${links.length} link${links.length === 1 ? '' : 's'} · figures since the gateway has started`, `${links.length} 条链路 · 数字自网关启动起计`));
    none.hidden = links.length > 0;
    if (links.length !== rows.size || links.some(link => !rows.has(link.subject))) {
      rows.clear();
      links.forEach(link => rows.set(link.subject, row(link, device.read)));
      table.replaceChildren(...[...rows.values()].map(one => one.node));
    }
    links.forEach(link => rows.get(link.subject).show(link, me));
    statistics.show(live);
  } });
  await device.load().catch(error => trouble.append(failed(error)));
}

const head = heads => h('thead', null, h('tr', null, heads.map(([words, cls]) => h('th', { class: cls, scope: 'col' }, words))));

function row(first, read) {
  const name = first.subject.slice(SOURCE.length), unused = first.code === 'source.shadowed'; // another one serves its name
  const cells = heads => heads.map(words => h('td', { class: 'right num', 'data-k': words }));
  const [time, requests, errors, points, skew] = cells([z('round trip', '往返'), z('requests', '请求'), z('errors', '错误'), z('points', '点位'), z('clock ahead', '时钟超前')]);
  const state = h('td', { class: 'full' });
  const node = h('tr', null, h('td', null, h('span', { class: 'mono' }, name)), state, time, requests, errors, points, skew,
    h('td', { class: 'right' }, !unused && h('button', { class: 'btn slim', onclick: () => read(name), 'aria-label': z('Read now: ', '立即读取：') + name }, z('Read now', '立即读取'))));
  function show(link, me) {
    node.classList.toggle('bad', bad(link));
    swap(state, [link.level, link.cause, link.since], () => link.level === 'OK' ? h('span', { class: 'mute' }, say(me.levels.OK))
      : [h('div', null, tag(link.level, say(me.levels[link.level])), ' ', h('span', { class: 'mute small' }, link.since ? z('since ', '自 ') + stamp(link.since) : '', ' ', h('span', { class: 'mono' }, link.code))),
        h('div', null, say(link.cause)), h('div', null, h('b', null, say(link.remedy)))]);
    const ms = key => figure(value(link, key)), ahead = value(link, 'skew');
    put(time, value(link, 'read.p50') == null ? '–' : `${ms('read.p50')} / ${ms('read.p99')} ms`);
    put(requests, figure(value(link, 'reads')));
    put(errors, figure(value(link, 'errors')));
    put(points, figure(value(link, 'points')));
    put(skew, ahead == null ? '–' : num(ahead, 1) + ' s');
  }
  return { node, show };
}

/** Runs one question after the other: its button waits, and what is wrong stands below it. */
function runner(button, out) {
  return async (path, body, show) => {
    if (button.disabled) return;
    button.disabled = true;
    out.setAttribute('aria-busy', 'true');
    try {
      out.replaceChildren(...[show(await ask(path, body))].flat(Infinity).filter(Boolean));
    } catch (error) {
      out.replaceChildren(failed(error));
    } finally {
      button.disabled = false;
      out.removeAttribute('aria-busy');
    }
  };
}

/** What is asked of a device: its values, its bytes, its directory. */
function asking(me) {
  const field = (words, input) => h('label', { class: 'small mute field' }, words, input);
  const source = h('select'), one = h('select'), address = h('input', { class: 'mono', maxlength: '500', placeholder: z('as in the point table', '写法同点位表'), spellcheck: 'false', autocomplete: 'off' });
  const shown = h('input', { inputmode: 'decimal', size: '10', autocomplete: 'off' });
  const read = h('button', { class: 'btn main' }, z('Read now', '立即读取')), bytes = h('button', { class: 'btn main' }, z('Read bytes', '读取字节')), top = h('button', { class: 'btn main' }, z('Browse', '浏览'));
  const values = h('div', { 'aria-live': 'polite' }), decodings = h('div', { 'aria-live': 'polite' }), tree = h('div', { class: 'scroll' });
  const reading = runner(read, values), decoding = runner(bytes, decodings), browsing = runner(top, tree);
  let points = [], explorable = [], last = null;

  const hint = words => h('p', { class: 'mute small' }, words);
  const decode = () => last && decodings.replaceChildren(...decoded(last, shown.value));
  const readAll = name => { source.value = name; choose(); values.scrollIntoView({ block: 'center' }); return reading('/api/read', { source: name }, answer => valueTable(answer, me)); };
  const readBytes = place => { address.value = place; address.scrollIntoView({ block: 'center' }); return ask4bytes(); };
  const ask4bytes = () => decoding('/api/raw', { source: source.value, address: address.value }, answer => { last = answer; return decoded(answer, shown.value); });

  read.addEventListener('click', () => reading('/api/read', one.value ? { point: one.value } : { source: source.value }, answer => valueTable(answer, me)));
  bytes.addEventListener('click', ask4bytes);
  top.addEventListener('click', () => browsing('/api/browse', { source: source.value, place: '' }, answer => branch(answer, source.value, readBytes)));
  address.addEventListener('keydown', event => event.key === 'Enter' && ask4bytes());
  shown.addEventListener('input', decode);
  source.addEventListener('change', choose);

  function choose() {
    const mine = points.filter(point => point.source === source.value), seen = explorable.includes(source.value);
    one.replaceChildren(h('option', { value: '' }, z('all its points', '全部点位')), ...mine.map(point => h('option', { value: point.id }, `${point.id} ${say(point.name)}`)));
    last = null;
    values.replaceChildren(hint(z('Asked between two ticks; nothing is stored.', '在两次采集之间询问，不存储。')));
    decodings.replaceChildren(hint(seen ? z('Type an address as the point table writes it, or take it from the directory.', '请输入地址（写法同点位表），或从目录中选取。') : z('This driver shows no bytes.', '此驱动不提供原始字节。')));
    tree.replaceChildren(hint(seen ? z('What the device says that it has. Modbus has no directory.', '设备自述的内容。Modbus 没有目录。') : z('This driver has no directory.', '此驱动不提供目录。')));
    bytes.disabled = top.disabled = !seen;
  }
  async function load() {
    [{ points }, { explorable }] = await Promise.all([ask('/api/points'), ask('/api/sources')]);
    const names = [...new Set([...points.filter(point => point.source !== 'calc').map(point => point.source), ...explorable])];
    source.replaceChildren(...names.map(name => h('option', null, name)));
    read.disabled = !names.length;
    choose();
  }
  const nodes = [
    panel(z('Ask a device', '询问设备'), 'w5', h('div', { class: 'bar' }, field(z('Source', '数据源'), source), field(z('Point', '点位'), one), read), values),
    panel(z('Which type and order has this value', '该值是何类型、何字节序'), 'w7', h('div', { class: 'bar' }, field(z('Address', '地址'), address), field(z('The display shows', '设备显示值'), shown), bytes), decodings),
    panel(z('Directory', '设备目录'), '', h('div', { class: 'bar' }, top), tree)];
  return { nodes, load, read: readAll };
}

function valueTable(answer, me) {
  const line = (live, depth) => [h('tr', { class: live.quality === 'GOOD' ? null : 'bad' },
    h('td', null, depth ? h('span', { class: 'mute' }, '↳ ') : null, h('a', { class: 'mono', href: '/point?id=' + encodeURIComponent(live.id) }, live.id), h('div', { class: 'small mute' }, say(live.name))),
    h('td', { class: 'right num' }, h('b', null, num(live.value, live.decimals)), ' ', h('span', { class: 'unit' }, live.unit)),
    h('td', { class: 'full' }, live.quality === 'GOOD' ? h('span', { class: 'mute' }, say(me.qualities.GOOD)) : tag('MAJOR', say(me.qualities[live.quality])), say(live.note) && h('div', { class: 'small mute note' }, say(live.note))),
    h('td', { class: 'right num small' }, live.time ? stamp(live.time) : '–')), live.inputs.map(input => line(input, depth + 1))];
  return answer.values.length ? [h('p', { class: 'small mute' }, z('Answered in ', '应答用时 ') + num(answer.took, 0) + ' ms'),
    h('div', { class: 'scroll' }, h('table', { class: 'cards' }, head([[z('Point', '点位')], [z('Value', '值'), 'right'], [z('Quality', '质量')], [z('Time', '时间'), 'right']]), h('tbody', null, answer.values.map(live => line(live, 0)).flat(Infinity))))]
    : empty(z('The point table has no points of this source.', '点位表中没有此数据源的点位。'));
}

/** The scale by which that raw number is what the display shows. */
function scale(raw, shown) {
  return [1, 0.1, 0.01, 0.001].find(factor => Math.abs(raw * factor - shown) <= Math.abs(shown) * 0.005);
}
function decoded(answer, display) {
  const shown = display.trim() === '' ? NaN : Number(display);
  const words = (answer.hex.toUpperCase().match(/.{1,4}/g) || []).join(' ');
  const rows = answer.decodings.map(one => ({ ...one, scale: one.bits || Number.isNaN(shown) ? undefined : scale(Number(one.value), shown) }))
    .sort((a, b) => (b.scale !== undefined) - (a.scale !== undefined));
  return [h('p', { class: 'small mute' }, say(answer.said)), words && h('p', { class: 'mono hex' }, words),
    rows.length && wide(z('Decodings', '解码'), h('table', null, head([[z('Type', '类型')], [z('Order', '字节序')], [z('Value before scaling', '换算前的值'), 'right'], [z('Match', '相符')]]),
      h('tbody', null, rows.map(one => h('tr', { class: one.scale === undefined ? null : 'fits' }, h('td', { class: 'mono' }, one.types.join(' ')), h('td', { class: 'mono' }, one.orders.join(' ')),
        h('td', { class: 'right mono' }, (one.bits ? z('bits set: ', '置位：') : '') + one.value),
        h('td', null, one.scale === undefined ? '' : tag('NOTICE', 'scale ' + one.scale))))))) || null,
    !Number.isNaN(shown) && rows.length > 0 && rows[0].scale === undefined
      && h('p', { class: 'small mute' }, z('None of them is what the display shows: try the address before and behind.', '均与显示值不符：请尝试前后相邻的地址。'))].filter(Boolean);
}

/** A cell of the point table, which is comma-separated (RFC 4180). */
const cell = text => /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
async function copy(button, node, text) {
  try {
    await navigator.clipboard.writeText(cell(text));
    put(button, z('Copied', '已复制'));
  } catch { // the browser does not let us: then a person copies what is selected
    getSelection().selectAllChildren(node);
    put(button, z('Selected', '已选中'));
  }
}

/** What lies at a place; what lies below is asked for when it is opened. */
function branch(answer, source, readBytes) {
  if (!answer.places.length) return h('p', { class: 'mute small' }, say(answer.note) || z('Nothing lies there.', '此处没有内容。'));
  return h('ul', { class: 'tree' }, answer.places.map(place => {
    const below = h('div'), address = h('span', { class: 'mono small address' }, place.address);
    const open = h('button', { class: 'btn slim', 'aria-expanded': 'false', 'aria-label': z('Open ', '展开 ') + place.name }, '▸');
    const opening = runner(open, below);
    open.addEventListener('click', async () => {
      const closed = open.getAttribute('aria-expanded') === 'false';
      open.setAttribute('aria-expanded', String(closed));
      put(open, closed ? '▾' : '▸');
      if (closed) await opening('/api/browse', { source, place: place.address }, found => branch(found, source, readBytes));
      else below.replaceChildren();
    });
    const copying = h('button', { class: 'btn slim', onclick: () => copy(copying, address, place.address) }, z('Copy address', '复制地址'));
    return h('li', null, h('div', { class: 'leaf' }, place.branch ? open : h('span', { class: 'stem' }), h('span', null, place.name), place.type && h('span', { class: 'mute small' }, place.type), place.value && h('b', { class: 'num' }, place.value), address,
      place.type && [copying, h('button', { class: 'btn slim', onclick: () => readBytes(place.address) }, z('Bytes', '字节'))]), below);
  }));
}

/** How often and how long each link was interrupted; counted by the accounts, as in every report. */
function linkStatistics() {
  const body = h('div', null, h('span', { class: 'skel' }));
  let counted = [], parts = [];
  const node = panel(z('Link statistics', '链路统计'), '', body);
  async function count() {
    try {
      counted = (await ask('/api/links')).links;
      build();
    } catch (error) {
      body.shown = null;
      body.replaceChildren(failed(error));
    }
  }
  const stretch = one => one.count === 0 ? h('span', { class: 'mute' }, z('none', '无')) : `${one.count} · ${span(one.lost)} · ${span(one.longest)}`;
  function build() {
    const counts = subject => { const part = parts.find(one => one.subject === subject); return COUNTS.map(([key]) => part && value(part, key)); };
    swap(body, [counted, counted.map(link => counts(link.subject))], () => counted.length ? [wide(z('Link statistics', '链路统计'), h('table', { class: 'cards' },
      head([[z('Link', '链路')], [z('Up, 24 h', '24 小时在线率')], [z('Interrupted, 24 h: times · together · longest', '24 小时中断：次数 · 累计 · 最长')], [z('Up, 30 d', '30 天在线率')], [z('Interrupted, 30 d', '30 天中断')],
        ...COUNTS.map(([, en, zh]) => [z(en, zh), 'right'])]),
      h('tbody', null, counted.map(link => h('tr', null, h('td', null, h('span', { class: 'mono' }, link.subject)),
        link.spans.flatMap((one, i) => [h('td', { class: 'full num', 'data-k': i ? z('30 d', '30 天') : z('24 h', '24 小时') }, one.share + ' %'), h('td', { class: 'full', 'data-k': z('interrupted', '中断') }, stretch(one))]),
        counts(link.subject).map((n, i) => h('td', { class: 'right num', 'data-k': n == null ? null : z(COUNTS[i][1], COUNTS[i][2]) }, n == null ? '' : figure(n)))))))),
      h('p', { class: 'small mute foot' }, z('Interrupted is what lasted longer than 5 s: of a source when a point of it could not be read, of an uplink when values did not arrive in time. Late, passed by, missing, stale: answers and samples since the gateway has started.',
        '中断指超过 5 秒：数据源有点位读不到，或上传通道未能按时上传。迟到、跳过、缺失、陈旧为网关启动以来的应答与数据个数。'))]
      : h('p', { class: 'mute' }, z('Interruptions are counted from the first value on that a platform has acknowledged.', '自平台首次确认数据起统计中断。')));
  }
  setInterval(count, MINUTE);
  count();
  return { node, show(live) { parts = live.parts; if (counted.length) build(); } };
}
