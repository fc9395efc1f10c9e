// A point over time: a line of means, a band from lowest to highest, holes where there is nothing, with their cause. SVG of our own.
import { h, put, s } from './kit.js';
import { num, say as words, span, stamp, tick, z } from './words.js';

const MINUTE = 60e3, HOUR = 60 * MINUTE, DAY = 24 * HOUR, SITE = 8 * HOUR;
const STEPS = [1e3, 5e3, 10e3, 15e3, 30e3, MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];
const MONTHS = [1, 3, 6, 12, 24];
const PAD = { left: 70, right: 12, top: 12, bottom: 30 };
const LEAST = 30e3; // no view is shorter

/**
 * @param point its unit and decimals
 * @param load asks for a view: (from, to, buckets) → { from, to, buckets: [due, usable, low, high, mean], gaps }; gaps as /api/gaps has them
 * @param moved told of each new view: (from, to)
 */
export function chart(point, load, moved) {
  const svg = s('svg', { class: 'plot', role: 'img', 'aria-label': z('no data', '无数据') }), read = h('div', { class: 'read' }), table = h('div', { class: 'scroll', hidden: true });
  const node = h('div', { class: 'chart', tabindex: '0', role: 'group', 'aria-label': z('History chart. Arrow keys move, plus and minus zoom, Home goes to now.', '历史曲线。左右键移动，加减键缩放，Home 回到现在。') }, svg);
  let view = { from: 0, to: 1 }, data = null, asked = 0, x = () => 0, drag = null, select = null, cursor = null, y = () => 0;

  async function show(from, to) {
    const middle = (from + to) / 2, half = Math.max(LEAST, to - from) / 2;
    view = { from: Math.round(middle - half), to: Math.round(middle + half) };
    moved(view.from, view.to);
    const question = ++asked, width = node.clientWidth - PAD.left - PAD.right;
    // no more parts than seconds: at one sample a second, and fewer, a part is the value itself
    const buckets = Math.max(10, Math.min(1600, width, Math.floor((view.to - view.from) / 1000)));
    const answer = await load(view.from, view.to, Math.floor(buckets));
    if (question === asked) { // else somebody has moved on meanwhile
      data = answer;
      draw();
    }
  }

  function draw() {
    const width = node.clientWidth, height = innerWidth < 640 ? 280 : 420;
    const { from, to, buckets } = data, step = (to - from) / buckets.length;
    const right = width - PAD.right, bottom = height - PAD.bottom;
    x = t => PAD.left + (t - from) / (to - from) * (right - PAD.left);
    const there = buckets.filter(b => b[4] != null);
    let low = Math.min(...there.map(b => b[2])), high = Math.max(...there.map(b => b[3]));
    if (!there.length) [low, high] = [0, 1];
    const room = Math.max((high - low) * 0.1, Math.abs(high) * 1e-4, 10 ** -point.decimals);
    low -= room;
    high += room;
    y = v => bottom - (v - low) / (high - low) * (bottom - PAD.top);
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.setAttribute('height', height);
    svg.setAttribute('aria-label', there.length ? `${num(low + room, point.decimals)} – ${num(high - room, point.decimals)} ${point.unit}` : z('no data', '无数据'));
    select = s('rect', { class: 'select', y: PAD.top, height: bottom - PAD.top, width: 0 });
    cursor = s('line', { class: 'cursor', y1: PAD.top, y2: bottom, visibility: 'hidden' });
    svg.replaceChildren(pattern(), ...holes(buckets, from, step, bottom), ...interruptions(right, bottom), ...gridY(low, high, right), ...gridX(from, to, bottom, right - PAD.left),
      ...curve(buckets, from, step), select, cursor);
    if (!there.length) svg.append(s('text', { class: 'plate', x: (PAD.left + right) / 2, y: height / 2, 'text-anchor': 'middle' },
      z('Nothing was stored in this span', '该时段没有存储数据')));
    say(null);
    if (!table.hidden) fillTable();
  }

  const pattern = () => s('defs', null, s('pattern', { id: 'fd-hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    s('line', { class: 'hatch', x1: 0, y1: 0, x2: 0, y2: 6 })));

  function gridY(low, high, right) {
    const rough = (high - low) / 6, size = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 5, 10].map(n => n * size).find(n => n >= rough);
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), lines = [];
    for (let v = Math.ceil(low / step) * step; v <= high; v += step) {
      lines.push(s('line', { class: 'grid', x1: PAD.left, x2: right, y1: y(v), y2: y(v) }),
        s('text', { x: PAD.left - 8, y: y(v) + 4, 'text-anchor': 'end' }, num(v, decimals)));
    }
    return lines;
  }

  function gridX(from, to, bottom, width) {
    const most = Math.max(2, Math.floor(width / 90)), rough = (to - from) / most;
    const step = STEPS.find(size => size >= rough), ticks = [];
    if (step) {
      for (let t = Math.ceil((from + SITE) / step) * step - SITE; t < to; t += step) ticks.push(t);
    } else { // months have no fixed length
      const months = MONTHS.find(n => n * 30 * DAY >= rough) || Math.ceil(rough / (360 * DAY)) * 12;
      const first = new Date(from + SITE);
      for (let month = first.getUTCFullYear() * 12 + first.getUTCMonth(); ; month++) {
        const t = Date.UTC(Math.floor(month / 12), month % 12, 1) - SITE;
        if (t >= to) break;
        if (t >= from && month % months === 0) ticks.push(t);
      }
    }
    const size = step || (ticks.length > 1 ? ticks[1] - ticks[0] : 30 * DAY);
    return ticks.flatMap(t => [s('line', { class: 'grid', x1: x(t), x2: x(t), y1: PAD.top, y2: bottom }),
      s('text', { x: x(t), y: bottom + 18, 'text-anchor': 'middle' }, tick(t, size))]);
  }

  // Between two values there may be parts in which nothing was due: slow points, more parts than samples. A hole is longer.
  function holes(buckets, from, step, bottom) {
    const found = [];
    let begin = -1;
    const usual = interval(buckets);
    buckets.forEach((b, i) => {
      if (b[1] === 0) { if (begin < 0) begin = i; } else if (begin >= 0) { if (i - begin >= usual) found.push([begin, i]); begin = -1; }
    });
    if (begin >= 0 && begin > 0 && buckets.length - begin > usual + 3000 / step) found.push([begin, buckets.length]);
    const listed = ([a, b]) => data.gaps.some(gap => !gap.stored && gap.from < from + b * step && gap.to > from + a * step);
    return found.filter(hole => !listed(hole)).flatMap(([a, b]) => {
      const left = x(from + a * step), wide = Math.max(4, x(from + b * step) - left), middle = left + wide / 2;
      if (a === 0) { // perhaps before anything was connected: no outage that is known
        return [s('rect', { class: 'before', x: left, y: PAD.top, width: wide, height: bottom - PAD.top }),
          wide > 130 && s('text', { x: left + 8, y: PAD.top + 22 }, z('nothing stored', '此前无数据'))].filter(Boolean);
      }
      return [s('rect', { class: 'hole', x: left, y: PAD.top, width: wide, height: bottom - PAD.top }),
        s('path', { class: 'holemark', d: `M${middle - 5} ${PAD.top}h10l-5 7z` }),
        wide > 90 && s('text', { x: left + 6, y: PAD.top + 22 }, z('no data ', '无数据 ') + span((b - a) * step))].filter(Boolean);
    });
  }
  // Not collected: a hole. Collected but not with the platform in time: a bar on the axis, and the line goes on, because the value exists.
  function interruptions(right, bottom) {
    const { from, to, gaps } = data;
    return gaps.filter(gap => gap.to > from && gap.from < to).flatMap(gap => {
      const left = Math.max(PAD.left, x(gap.from)), real = Math.min(right, x(gap.to)) - left, wide = Math.max(4, real);
      if (real < 0.5 && to - from > 30 * DAY) return [];
      const length = span(gap.to - gap.from), text = [`${words(gap.cause)} ${length}`, length].find(each => fits(each, wide));
      const label = at => text && s('text', { class: 'cause', x: left + 6, y: at }, text);
      const marks = gap.stored ? [s('rect', { class: 'late', x: left, y: bottom - 5, width: wide, height: 5 }), label(bottom - 10)]
        : [s('rect', { class: 'hole', x: left, y: PAD.top, width: wide, height: bottom - PAD.top }),
          s('path', { class: 'holemark', d: `M${left + wide / 2 - 5} ${PAD.top}h10l-5 7z` }), label(PAD.top + 22)];
      return marks.filter(Boolean);
    });
  }
  /** Whether words have room; a Chinese character is as wide as it is high. */
  const fits = (text, wide) => [...text].reduce((sum, c) => sum + (c > '\u2e80' ? 12.5 : 7), 12) < wide;
  const interruptionAt = (begin, end) => data.gaps.find(gap => gap.to > begin && gap.from < end);

  /** So many parts lie from one value to the next where nothing is missing; what was before the first one does not count. */
  function interval(buckets) {
    const due = buckets.map(b => b[0]).slice(buckets.findIndex(b => b[0] > 0)), samples = due.reduce((all, n) => all + n, 0);
    return samples === 0 ? 1 : Math.max(1, Math.ceil(due.length / samples * 1.5));
  }

  function curve(buckets, from, step) {
    const usual = interval(buckets);
    let line = '', runs = [], run = null, gap = usual;
    buckets.forEach((b, i) => {
      if (b[4] == null) { gap++; return; }
      const at = x(from + (i + 0.5) * step).toFixed(1);
      if (gap >= usual) { run = []; runs.push(run); line += `M${at} ${y(b[4]).toFixed(1)}h.1`; } else line += `L${at} ${y(b[4]).toFixed(1)}`;
      run.push([at, y(b[2]).toFixed(1), y(b[3]).toFixed(1)]);
      gap = 0;
    });
    const band = runs.map(r => 'M' + r.map(([at, , high]) => at + ' ' + high).join('L') + 'L' + r.slice().reverse().map(([at, low]) => at + ' ' + low).join('L') + 'Z').join('');
    return [s('path', { class: 'band', d: band }), s('path', { class: 'line', d: line })];
  }

  function say(index) {
    const { from, to, buckets } = data, step = (to - from) / buckets.length;
    let i = index;
    if (i == null) for (i = buckets.length - 1; i > 0 && buckets[i][4] == null; i--); // the newest
    const [due, usable, low, high, mean] = buckets[i], gap = interruptionAt(from + i * step, from + (i + 1) * step);
    read.replaceChildren(h('span', null, stamp(from + i * step) + (step >= 2000 ? ' + ' + span(step) : '')),
      h('b', null, mean == null ? z('no data', '无数据') : num(mean, point.decimals) + ' ' + point.unit),
      h('span', { class: 'mute' }, mean == null || due < 2 ? '' : num(low, point.decimals) + ' – ' + num(high, point.decimals)),
      h('span', { class: 'mute' }, due ? z('usable ', '有效 ') + (Math.floor(usable / due * 1e4) / 100).toFixed(2) + ' %' : ''),
      h('span', null, gap ? words(gap.cause) + ' ' + span(gap.to - gap.from) : ''));
  }
  function fillTable() {
    const { from, to, buckets } = data, step = (to - from) / buckets.length, every = Math.ceil(buckets.length / 60);
    const cause = (begin, end) => { const gap = interruptionAt(begin, end); return gap ? words(gap.cause) : ''; };
    const heads = [z('Time', '时间'), z('Low', '最小'), z('Mean', '均值'), z('High', '最大'), z('Usable', '有效'), z('Interruption', '中断')];
    table.replaceChildren(h('table', null, h('thead', null, h('tr', null, heads.map(head => h('th', { scope: 'col' }, head)))),
      h('tbody', null, buckets.map((b, i) => i % every === 0 && h('tr', null, h('td', null, stamp(from + i * step)),
        [b[2], b[4], b[3]].map(v => h('td', null, num(v, point.decimals))), h('td', null, b[0] ? `${b[1]} / ${b[0]}` : '–'), h('td', null, cause(from + i * step, from + (i + every) * step)))))));
  }

  const time = event => view.from + (event.clientX - node.getBoundingClientRect().left - PAD.left) / (node.clientWidth - PAD.left - PAD.right) * (view.to - view.from);
  svg.addEventListener('pointerdown', event => { if (data && event.button === 0) { drag = time(event); svg.setPointerCapture(event.pointerId); } });
  svg.addEventListener('pointermove', event => {
    if (!data) return;
    const t = time(event), i = Math.floor((t - data.from) / (data.to - data.from) * data.buckets.length);
    if (i >= 0 && i < data.buckets.length) {
      say(i);
      cursor.setAttribute('visibility', 'visible');
      cursor.setAttribute('x1', x(t));
      cursor.setAttribute('x2', x(t));
    }
    if (drag != null) {
      select.setAttribute('x', Math.min(x(drag), x(t)));
      select.setAttribute('width', Math.abs(x(t) - x(drag)));
    }
  });
  svg.addEventListener('pointerup', event => {
    const begin = drag, end = time(event);
    drag = null;
    if (begin != null && Math.abs(x(end) - x(begin)) > 6) show(Math.min(begin, end), Math.max(begin, end));
  });
  svg.addEventListener('pointerleave', () => { if (data) { say(null); cursor.setAttribute('visibility', 'hidden'); } });
  if (window.ResizeObserver) new ResizeObserver(() => data && draw()).observe(node);

  return {
    node, read, table, show,
    pan: part => show(view.from + part * (view.to - view.from), view.to + part * (view.to - view.from)),
    zoom: factor => { const m = (view.from + view.to) / 2, half = (view.to - view.from) * factor / 2; return show(m - half, m + half); },
    view: () => view,
    toggleTable() { table.hidden = !table.hidden; if (!table.hidden && data) fillTable(); return !table.hidden; },
    say: words => put(read, words),
  };
}
